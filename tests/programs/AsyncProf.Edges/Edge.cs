using System.Globalization;
using System.Text.RegularExpressions;

namespace Edges;

/// <summary>One method awaits another, so often in each run.</summary>
/// <param name="Parents">Who awaits; several where more than one answer is right.</param>
/// <param name="Child">Who is awaited.</param>
/// <param name="Least">At least so many calls.</param>
/// <param name="Most">At most so many.</param>
public sealed partial record Edge(IReadOnlyList<string> Parents, string Child, int Least, int Most)
{
    /// <summary>Reads <c>P > X</c>, <c>P > X *3</c>, <c>P|Q > X *1..2</c>.</summary>
    public static Edge Parse(string text)
    {
        Match match = Form().Match(text);
        if (!match.Success)
            throw new FormatException($"{text} is no edge.");
        int least = match.Groups["least"].Success ? Number(match.Groups["least"]) : 1;
        int most = match.Groups["most"].Success ? Number(match.Groups["most"]) : least;
        return new Edge(match.Groups["parents"].Value.Split('|'), match.Groups["child"].Value, least, most);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{string.Join('|', Parents)} > {Child}";

    private static int Number(Group group) => int.Parse(group.Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?<parents>[\w.|]+) > (?<child>[\w.]+)(?: \*(?<least>\d+)(?:\.\.(?<most>\d+))?)?$")]
    private static partial Regex Form();
}

using System.Globalization;
using System.Text.RegularExpressions;

namespace AsyncProf.EndToEnd.Tests.Live;

/// <summary>One picture as <c>asyncprof top --plain</c> writes it.</summary>
/// <param name="Head">The lines above the table.</param>
/// <param name="Rows">The numbers of each line, and its name.</param>
internal sealed partial record TopBlock(IReadOnlyList<string> Head, IReadOnlyList<(string[] Cells, string Name)> Rows)
{
    private const int HeadLines = 3;

    /// <summary>All of an output.</summary>
    public static IReadOnlyList<TopBlock> Read(string output) => [.. output.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(block => Of(block.Split('\n')))];

    /// <summary>The number in a column of a row; of a duration in milliseconds. Null where there is no such row.</summary>
    public double? Cell(string name, int column) => Rows.Where(row => row.Name == name).Select(row => (double?)Number(row.Cells[column])).SingleOrDefault();

    private static TopBlock Of(string[] lines) =>
        new(lines[..HeadLines], [.. lines[(HeadLines + 1)..].Where(line => line.Length > 0).Select(line => Row().Match(line)).Select(row => (row.Groups["cell"].Captures.Select(cell => cell.Value.Trim()).ToArray(), row.Groups["name"].Value))]);

    private static double Number(string cell)
    {
        string[] parts = cell.Split(' ');
        double unit = parts.ElementAtOrDefault(1) switch { "ns" => 1e-6, "µs" => 1e-3, "s" => 1e3, _ => 1 };
        return cell == "-" ? 0 : double.Parse(parts[0], CultureInfo.InvariantCulture) * unit;
    }

    [GeneratedRegex(@"^(?<cell>.{7} )+ (?<name>\S.*)$")]
    private static partial Regex Row();
}

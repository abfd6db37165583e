using System.Globalization;
using System.Text;

namespace AsyncProf.Profiles.Text;

/// <summary>What plain text is made of: lines, and names that may come from anywhere.</summary>
internal static class PlainText
{
    /// <summary>Names come from anywhere: what could command a terminal or turn the reading direction is left out.</summary>
    public static string Printable(string name) =>
        name.Any(IsHarmful) ? string.Concat(name.Where(letter => !IsHarmful(letter))) : name;

    /// <summary>Appends one line, the same in every culture.</summary>
    public static void Line(StringBuilder text, FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture).TrimEnd()).Append('\n');

    private static bool IsHarmful(char letter) =>
        char.IsControl(letter) || CharUnicodeInfo.GetUnicodeCategory(letter) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}

using System.Globalization;
using System.Text;

namespace AsyncProf.Profiles.Text;

/// <summary>What plain text is made of: lines, and names that may come from anywhere.</summary>
internal static class PlainText
{
    /// <summary>
    /// Names come from anywhere: what could command a terminal or turn the reading direction is left out. Half a surrogate, which UTF-16 can hold and no file can, becomes the sign for
    /// what cannot be told.
    /// </summary>
    public static string Printable(string name)
    {
        if (IsPrintable(name))
            return name;
        var text = new StringBuilder(name.Length);
        foreach (Rune letter in name.EnumerateRunes())
        {
            if (!IsHarmful(Rune.GetUnicodeCategory(letter)))
                text.Append(letter.ToString());
        }

        return text.ToString();
    }

    /// <summary>Appends one line, the same in every culture.</summary>
    public static void Line(StringBuilder text, FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture).TrimEnd()).Append('\n');

    /// <summary>
    /// Appends columns and a name behind them. A name that is wider than the line goes on below, from a dot or a space on, and as far left as it must to end where
    /// the line does.
    /// </summary>
    public static void Line(StringBuilder text, FormattableString columns, string name, int width, string? below = null)
    {
        string before = columns.ToString(CultureInfo.InvariantCulture);
        (string first, string rest) = NameText.Break(name, Math.Max(1, width - before.Length));
        text.Append((before + first).TrimEnd()).Append('\n');
        if (rest.Length == 0)
            return;
        below ??= new string(' ', before.Length + 2);
        if (below.Length + rest.Length > width)
            below = new string(' ', Math.Max(0, width - rest.Length));
        text.Append(below).Append(rest).Append('\n');
    }

    /// <summary>Whether nothing has to be changed, as with nearly all names. Without allocations: names of spans come through here.</summary>
    private static bool IsPrintable(string name)
    {
        int first = name.AsSpan().IndexOfAnyExceptInRange(' ', '~');
        if (first < 0)
            return true;
        foreach (char letter in name.AsSpan(first))
        {
            if (letter is < ' ' or > '~' && (char.IsSurrogate(letter) || IsHarmful(CharUnicodeInfo.GetUnicodeCategory(letter))))
                return false;
        }

        return true;
    }

    private static bool IsHarmful(UnicodeCategory category) =>
        category is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}

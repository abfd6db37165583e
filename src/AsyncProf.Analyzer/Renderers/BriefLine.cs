using System.Globalization;
using System.Text;
using AsyncProf.Profiles.Text;

namespace AsyncProf.Renderers;

/// <summary>One line of a brief, as logfmt: what it is about, then <c>key=value</c> pairs. A value that is more than plain signs stands in double quotes.</summary>
/// <param name="kind">What it is about, a word.</param>
internal sealed class BriefLine(string kind)
{
    /// <summary>How long a text may be unless asked for more, in bytes.</summary>
    public const int MostBytes = 100;

    private const decimal NsPerMs = 1_000_000;

    private readonly StringBuilder _text = new(kind);

    /// <summary>A number of things.</summary>
    public BriefLine Count(string key, long count) => Add(key, count.ToString(CultureInfo.InvariantCulture));

    /// <summary>A time, in milliseconds to the microsecond.</summary>
    public BriefLine Ms(string key, long ns) => Add(key, (ns / NsPerMs).ToString("0.000", CultureInfo.InvariantCulture));

    /// <summary>A number that may be any; left out where it is none.</summary>
    public BriefLine Number(string key, double? value, string format = "0.####") =>
        value is { } number && double.IsFinite(number) ? Add(key, number.ToString(format, CultureInfo.InvariantCulture)) : this;

    /// <summary>A word of ours.</summary>
    public BriefLine Word(string key, string word) => Add(key, word.ToLowerInvariant());

    /// <summary>A text from anywhere; left out where it is empty.</summary>
    public BriefLine Text(string key, string text, int most = MostBytes) => text.Length == 0 ? this : Add(key, Quoted(Clipped(PlainText.Printable(text), most)));

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    private BriefLine Add(string key, string value)
    {
        _text.Append(' ').Append(key).Append('=').Append(value);
        return this;
    }

    private static string Quoted(string text) => text.Length > 0 && text.All(letter => letter is > ' ' and <= '~' and not ('"' or '=' or '\\'))
        ? text
        : $"\"{text.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    /// <summary>As many letters from the beginning as there is room for, with a sign for what is left out.</summary>
    private static string Clipped(string text, int most)
    {
        const string More = "…";
        if (Encoding.UTF8.GetByteCount(text) <= most)
            return text;
        int bytes = Encoding.UTF8.GetByteCount(More), end = 0;
        foreach (Rune letter in text.EnumerateRunes())
        {
            if ((bytes += letter.Utf8SequenceLength) > most)
                break;
            end += letter.Utf16SequenceLength;
        }

        return text[..end] + More;
    }
}

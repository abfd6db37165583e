namespace AsyncProf.Testing.Names;

/// <summary>What a name may hold that comes from anywhere: each would do harm in some output that takes it as it is.</summary>
public static class EvilNames
{
    private const int Long = 100_000;

    /// <summary>All, by what they are.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["half a surrogate, the first"] = "a\ud800b",
        ["half a surrogate, the second"] = "a\udc00b",
        ["surrogates the wrong way round"] = "a\udc00\ud800b",
        ["controls below the space"] = Range('\u0000', '\u001f'),
        ["controls above the tilde"] = Range('\u007f', '\u009f'),
        ["a terminal's title"] = "\u001b]0;pwned\u0007\u001b]8;;http://x\u001b\\",
        ["a terminal's colours"] = "\u001b[31m\u001b[2J\u001b[H\u009b31m",
        ["a bell"] = "\u0007",
        ["the end of a text"] = "a\0b",
        ["lines"] = "a\r\nb\rc\nd\te",
        ["directions"] = Range('\u202a', '\u202e') + Range('\u2066', '\u2069') + "\u200e\u200f\u061c",
        ["separators of lines"] = "a\u2028b\u2029c\u0085d",
        ["what has no width"] = "a\u200b\u200c\u200d\u2060\ufeffb",
        ["tags that nobody sees"] = "a\U000e0041\U000e0001b",
        ["a script"] = "<script>alert(1)</script><!--<img src=x onerror=alert(1)>",
        ["the end of a script"] = "</script></SCRIPT ></title><![CDATA[",
        ["a quote"] = "\"",
        ["an apostrophe"] = "'",
        ["an ampersand"] = "&amp;&#60;&",
        ["a backslash"] = "\\\\x\\u003c\\",
        ["a format"] = "%s%n%1b%00{0}",
        ["the separator of folded stacks"] = "a;b 17;c 5",
        ["what a table is made of"] = "|a`b*c_d[e](f)@g #h",
        ["a formula"] = "=1+cmd|' /C calc'!A0,\"b\"",
        ["markup of a terminal library"] = "[red]a[/] [[b]] [link=http://x]c",
        ["from right to left"] = "\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627",
        ["a long name"] = new string('x', Long),
        ["a long name of dots"] = string.Concat(Enumerable.Repeat("ab.", Long / 3)),
        ["spaces alone"] = "   ",
        ["nothing"] = "",
    };

    /// <summary>A name as UTF-8 can hold it: half a surrogate becomes the sign for what cannot be told.</summary>
    public static string InUtf8(string name) => string.Concat(name.EnumerateRunes().Select(rune => rune.ToString()));

    private static string Range(char from, char to) => string.Concat(Enumerable.Range(from, to - from + 1).Select(letter => (char)letter));
}

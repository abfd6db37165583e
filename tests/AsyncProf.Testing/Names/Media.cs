using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using AsyncProf.Profiles.Pprof;
using AsyncProf.Testing.OtlpProfiles;
using Xunit;

namespace AsyncProf.Testing.Names;

/// <summary>What is safe in each kind of output, whatever the names in it are.</summary>
public static partial class Media
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Lines for a terminal, a log or a file: nothing commands the terminal, turns the direction of reading or hides, and UTF-8 can hold all of it.</summary>
    public static void AssertText(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        for (int at = 0; at < text.Length; at++)
        {
            char letter = text[at];
            if (letter is '\n' or '\t' || (letter == '\r' && at + 1 < text.Length && text[at + 1] == '\n'))
                continue;
            if (!Rune.TryGetRuneAt(text, at, out Rune rune) || IsHarmful(rune))
                Assert.Fail($"U+{(int)letter:x4} behind {text[Math.Max(0, at - 40)..at]}");
            at += rune.Utf16SequenceLength - 1;
        }
    }

    /// <summary>The same as bytes; returns the text.</summary>
    public static string AssertText(byte[] bytes)
    {
        string text = Strict.GetString(bytes);
        AssertText(text);
        return text;
    }

    /// <summary>JSON that can be read, that holds a name as it was given, and that can be printed on a terminal.</summary>
    public static void AssertJson(byte[] bytes, params string[] names)
    {
        string text = AssertText(bytes);
        using JsonDocument document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 10_000 });
        var texts = new List<string>();
        Collect(document.RootElement, texts);
        Assert.All(names, name => Assert.True(texts.Exists(one => one.Contains(EvilNames.InUtf8(name), StringComparison.Ordinal)), "a name is missing"));
    }

    /// <summary>A page of which the names in its data end nothing that they stand in.</summary>
    /// <param name="bytes">The page.</param>
    /// <param name="harmless">The same page of names that do no harm.</param>
    /// <param name="names">What the data hold.</param>
    public static void AssertHtml(byte[] bytes, byte[] harmless, params string[] names)
    {
        string page = AssertText(bytes), other = Strict.GetString(harmless);
        Assert.Equal(Tag().Matches(other).Select(tag => tag.Value.ToLowerInvariant()), Tag().Matches(page).Select(tag => tag.Value.ToLowerInvariant()));
        AssertJson(Strict.GetBytes(Data().Match(page).Groups["json"].Value), names);
    }

    /// <summary>Folded stacks: as many lines and frames as with names that do no harm, and a number behind each.</summary>
    public static void AssertFolded(byte[] bytes, byte[] harmless)
    {
        Assert.Equal(Shape(Strict.GetString(harmless)), Shape(AssertText(bytes)));

        static IEnumerable<(int Frames, string Number)> Shape(string text) =>
            text.Split('\n').SkipLast(1).Select(line => FoldedLine().Match(line) is { Success: true } match ? (match.Groups["stack"].Value.Split(';').Length, match.Groups["ns"].Value) : (-1, line));
    }

    /// <summary>Comma-separated values: as many rows and fields, and no formula.</summary>
    public static void AssertCsv(byte[] bytes, byte[] harmless)
    {
        string[][] rows = Rows(AssertText(bytes)), others = Rows(Strict.GetString(harmless));
        Assert.Equal(others.Select(row => row.Length), rows.Select(row => row.Length));
        Assert.All(rows.SelectMany(row => row), field => Assert.True(field.Length == 0 || !"=+-@".Contains(field[0], StringComparison.Ordinal) || double.TryParse(field, CultureInfo.InvariantCulture, out _), field));
    }

    /// <summary>Markdown: tables with as many rows and cells, and no markup but ours.</summary>
    public static void AssertMarkdown(byte[] bytes, byte[] harmless)
    {
        string text = AssertText(bytes);
        Assert.Equal(Cells(Strict.GetString(harmless)), Cells(text));
        Assert.DoesNotMatch(ForeignMarkup(), text);

        static IEnumerable<int> Cells(string text) => text.Split('\n').Where(line => line.StartsWith('|')).Select(line => Bar().Count(line));
    }

    /// <summary>A profile for pprof: all of its texts are UTF-8, and the names stand in it.</summary>
    public static void AssertPprof(byte[] bytes, params string[] names)
    {
        using var packed = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        packed.CopyTo(plain);
        var texts = new List<string>();
        var reader = new ProtoReader(plain.GetBuffer().AsSpan(0, (int)plain.Length));
        while (reader.Next())
        {
            if (reader.Field == 6)
                texts.Add(Strict.GetString(reader.Bytes));
        }

        Assert.All(names, name => Assert.True(texts.Exists(one => one.Contains(EvilNames.InUtf8(name), StringComparison.Ordinal)), "a name is missing"));
    }

    /// <summary>OTLP profiles: they break no rule of the format, all of their texts are UTF-8, and the names stand in it.</summary>
    public static void AssertOtlpProfiles(byte[] bytes, params string[] names)
    {
        Assert.Empty(ProfCheck.Of(bytes));
        IReadOnlyList<string> texts = new CheckedTables(ProtoMessage.Read(bytes)).Strings;
        Assert.All(names, name => Assert.True(texts.Any(one => one.Contains(EvilNames.InUtf8(name), StringComparison.Ordinal)), "a name is missing"));
    }

    private static bool IsHarmful(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate;

    private static void Collect(JsonElement element, List<string> texts)
    {
        if (element.ValueKind == JsonValueKind.String)
            texts.Add(element.GetString()!);
        else if (element.ValueKind == JsonValueKind.Array)
            element.EnumerateArray().ToList().ForEach(item => Collect(item, texts));
        else if (element.ValueKind == JsonValueKind.Object)
            element.EnumerateObject().ToList().ForEach(member => Collect(member.Value, texts));
    }

    /// <summary>RFC 4180: quotes may hold what ends a field.</summary>
    private static string[][] Rows(string text) =>
        [.. text.Split("\r\n").SkipLast(1).Select(line => CsvValue().Matches("," + line).Select(field => field.Groups["plain"].Success ? field.Groups["plain"].Value : field.Groups["quoted"].Value.Replace("\"\"", "\"", StringComparison.Ordinal)).ToArray())];

    [GeneratedRegex("</?[A-Za-z!][A-Za-z]*")]
    private static partial Regex Tag();

    [GeneratedRegex("<script type=\"application/json\" id=\"data\">(?<json>.*?)</script", RegexOptions.Singleline)]
    private static partial Regex Data();

    [GeneratedRegex(@"^(?<stack>.+) (?<ns>\d+)$")]
    private static partial Regex FoldedLine();

    [GeneratedRegex("\\G,(?:\"(?<quoted>(?:[^\"]|\"\")*)\"|(?<plain>[^,\"]*))(?=,|$)")]
    private static partial Regex CsvValue();

    [GeneratedRegex(@"(?<!\\)(?:\\\\)*\|")]
    private static partial Regex Bar();

    [GeneratedRegex("<(?!/?(details|summary)>)|@")]
    private static partial Regex ForeignMarkup();
}

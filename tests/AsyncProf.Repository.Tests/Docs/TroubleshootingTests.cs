using System.Text.RegularExpressions;

namespace AsyncProf.Repository.Tests.Docs;

/// <summary>The sentences that the page quotes are those that the sources say: a row is found by who searches for what was printed.</summary>
public partial class TroubleshootingTests
{
    /// <summary>A quote with less of a sentence than this could be in any source.</summary>
    private const int LeastLetters = 9;

    private static readonly string Page = File.ReadAllText(Path.Combine(Testing.Repository.Root, "docs", "troubleshooting.md"));

    /// <summary>Lines of sources that hold a text.</summary>
    private static readonly string[] Lines =
    [
        .. Directory.EnumerateFiles(Path.Combine(Testing.Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(File.ReadLines).Where(line => line.Contains('"', StringComparison.Ordinal) && !line.TrimStart().StartsWith("//", StringComparison.Ordinal)),
    ];

    public static TheoryData<string> Sentences => [.. Rows().SelectMany(row => Code().Matches(row[1]).Select(quote => quote.Groups["text"].Value)).Where(quote => quote.Contains(' ', StringComparison.Ordinal)).Distinct()];

    [Theory]
    [MemberData(nameof(Sentences))]
    public void Sentence_ThatIsQuoted_StandsInTheSources(string sentence)
    {
        string[] parts = sentence.Split('…');
        Assert.True(parts.Sum(part => part.Count(char.IsLetter)) >= LeastLetters, $"{sentence} says too little to be found");

        Assert.Contains(Lines, line => Holds(line, parts));
    }

    [Fact]
    public void Rows_EachHasThreeCellsThatSaySomething()
    {
        string[][] rows = [.. Rows()];

        Assert.InRange(rows.Length, 40, 200);
        Assert.All(rows, row => Assert.True(row.Length == 3 && Array.TrueForAll(row, cell => cell.Trim().Length > 0), string.Join('|', row)));
    }

    /// <summary>Whether a line has all parts of a sentence in their order.</summary>
    private static bool Holds(string line, string[] parts)
    {
        int at = 0;
        foreach (string part in parts)
        {
            int found = line.IndexOf(part, at, StringComparison.Ordinal);
            if (found < 0)
                return false;
            at = found + part.Length;
        }

        return true;
    }

    private static IEnumerable<string[]> Rows() =>
        Page.Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| what is wrong |", StringComparison.Ordinal)).Select(line => Bar().Split(line.Trim().Trim('|')));

    [GeneratedRegex("`(?<text>[^`]+)`")]
    private static partial Regex Code();

    [GeneratedRegex(@"(?<!\\)\|")]
    private static partial Regex Bar();
}

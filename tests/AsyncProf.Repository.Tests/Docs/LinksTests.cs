using System.Text.RegularExpressions;

namespace AsyncProf.Repository.Tests.Docs;

/// <summary>Links between the pages of the repository lead to a file that is there, and to a heading that it has.</summary>
public partial class LinksTests
{
    public static TheoryData<string> Pages =>
    [
        .. Directory.EnumerateFiles(Testing.Repository.Root, "*.md").Concat(Docs()).Select(page => Path.GetRelativePath(Testing.Repository.Root, page)),
    ];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Links_OfEachPage_LeadToAFileAndAHeading(string page)
    {
        string path = Path.Combine(Testing.Repository.Root, page);
        IEnumerable<string> targets = Link().Matches(Prose(path)).Select(link => link.Groups["target"].Value).Where(target => !target.Contains("://", StringComparison.Ordinal));

        Assert.All(targets, target => Assert.True(Exists(path, target), $"{page} links to {target}, which is not there"));
    }

    /// <summary>A page that nothing leads to is read by nobody.</summary>
    [Fact]
    public void Docs_EachPage_IsLinkedFromTheReadme()
    {
        string readme = File.ReadAllText(Path.Combine(Testing.Repository.Root, "README.md"));

        Assert.All(Docs(), page => Assert.Contains($"(docs/{Path.GetFileName(page)}", readme, StringComparison.Ordinal));
    }

    /// <summary>Each page has one job, and says which in its first line.</summary>
    [Fact]
    public void Docs_EachPage_SaysWhatKindOfPageItIs() =>
        Assert.All(Docs(), page => Assert.True(Kind().IsMatch(File.ReadAllText(page)), $"{page} does not say what kind of page it is"));

    private static IEnumerable<string> Docs() => Directory.EnumerateFiles(Path.Combine(Testing.Repository.Root, "docs"), "*.md");

    private static bool Exists(string page, string target)
    {
        string[] parts = target.Split('#', 2);
        string file = parts[0].Length == 0 ? page : Path.Combine(Path.GetDirectoryName(page)!, parts[0]);
        return Path.Exists(file) && (parts.Length == 1 || Heading().Matches(Prose(file)).Any(heading => Anchor(heading.Groups["text"].Value) == parts[1]));
    }

    /// <summary>The text without its blocks of code, whose comments look like headings.</summary>
    private static string Prose(string page) => Code().Replace(File.ReadAllText(page).ReplaceLineEndings("\n"), "");

    /// <summary>The anchor that hosts of repositories give a heading.</summary>
    private static string Anchor(string heading) =>
        string.Concat(heading.ToLowerInvariant().Where(letter => char.IsLetterOrDigit(letter) || letter is ' ' or '-' or '_')).Replace(' ', '-');

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("^#+ (?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex("^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Code();

    [GeneratedRegex(@"\A# [^\n]+\n\n\*(Tutorial|How-to|Reference|Explanation)\b")]
    private static partial Regex Kind();
}

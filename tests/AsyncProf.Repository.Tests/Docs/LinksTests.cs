using System.Text.RegularExpressions;
using AsyncProf.Testing;

namespace AsyncProf.Repository.Tests.Docs;

/// <summary>Links between the pages of the repository lead to a file that is there, and to a heading that it has.</summary>
public partial class LinksTests
{
    public static TheoryData<string> Pages =>
    [
        .. Directory.EnumerateFiles(Repository.Root, "*.md").Concat(Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md"))
            .Select(page => Path.GetRelativePath(Repository.Root, page)),
    ];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Links_OfEachPage_LeadToAFileAndAHeading(string page)
    {
        string path = Path.Combine(Repository.Root, page);
        IEnumerable<string> targets = Link().Matches(Prose(path)).Select(link => link.Groups["target"].Value).Where(target => !target.Contains("://", StringComparison.Ordinal));

        Assert.Empty(targets.Where(target => !Exists(path, target)));
    }

    /// <summary>A page that nothing leads to is read by nobody.</summary>
    [Fact]
    public void Docs_EachPage_IsLinkedFromTheReadme()
    {
        string readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));

        Assert.Empty(Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md").Select(Path.GetFileName)
            .Where(name => !readme.Contains($"(docs/{name}", StringComparison.Ordinal)));
    }

    /// <summary>Each page has one job, and says which in its first line.</summary>
    [Fact]
    public void Docs_EachPage_SaysWhatKindOfPageItIs() =>
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md").Where(page => !Kind().IsMatch(File.ReadAllText(page))).Select(Path.GetFileName));

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

using System.Text.RegularExpressions;

namespace AsyncProf.Repository.Tests.Docs;

/// <summary>CONTRIBUTING.md leads to what is there: its files, folders, types and members exist.</summary>
public partial class ContributingTests
{
    /// <summary>In code style, and no types of ours.</summary>
    private static readonly HashSet<string> NoTypes = ["Version", "Unreleased", "PackageValidationBaselineVersion", "Task", "Write"];

    private static readonly string Text = File.ReadAllText(Path.Combine(Testing.Repository.Root, "CONTRIBUTING.md"));

    private static readonly ILookup<string, string> Sources = new[] { "src", "tests", "bench" }
        .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Testing.Repository.Root, folder), "*.cs", SearchOption.AllDirectories))
        .ToLookup(file => Path.GetFileName(file).Split('.')[0], StringComparer.Ordinal);

    public static TheoryData<string> Paths => [.. Named(PathName(), "path")];

    public static TheoryData<string> Types => [.. Named(TypeName(), "name").Where(name => !NoTypes.Contains(name.Split('.')[0]))];

    public static TheoryData<string> Files => [.. Named(FileName(), "name")];

    [Theory]
    [MemberData(nameof(Paths))]
    public void Path_ThatIsNamed_Exists(string path) => Assert.True(Path.Exists(Path.Combine(Testing.Repository.Root, path)));

    [Theory]
    [MemberData(nameof(Types))]
    public void Type_ThatIsNamed_ExistsAndHasTheMember(string name)
    {
        string[] parts = name.Split('.');

        Assert.Contains(Sources[parts[0]], file => parts.Length == 1 || Regex.IsMatch(File.ReadAllText(file), $@"\b{parts[1]}\b"));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void File_ThatIsNamedAlone_IsAtTheRootOrInEachLibrary(string name) => Assert.True(
        File.Exists(Path.Combine(Testing.Repository.Root, name)) || new[] { "Core", "Agent", "Runtime", "Analyzer" }.All(library => File.Exists(Path.Combine(Testing.Repository.Root, "src", $"AsyncProf.{library}", name))));

    [Fact]
    public void Links_OnThePage_LeadToItsHeadings()
    {
        string[] headings = [.. Heading().Matches(Text).Select(heading => heading.Groups["text"].Value.ToLowerInvariant().Replace(' ', '-'))];

        Assert.Empty(Named(PageLink(), "target").Except(headings));
    }

    [GeneratedRegex(@"(?<![\w/])(?<path>(src|tests|docs|bench|eng|samples|\.ci|\.github)/[\w./-]*\w)")]
    private static partial Regex PathName();

    [GeneratedRegex(@"`(?<name>[A-Z][A-Za-z]*[a-z](\.[A-Z][A-Za-z]*)?)`")]
    private static partial Regex TypeName();

    [GeneratedRegex(@"`(?<name>[A-Z][\w.]*\.(md|props|txt|sln))`")]
    private static partial Regex FileName();

    [GeneratedRegex(@"^#+ (?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"\]\(#(?<target>[^)]+)\)")]
    private static partial Regex PageLink();

    private static IEnumerable<string> Named(Regex pattern, string group) => pattern.Matches(Text).Select(match => match.Groups[group].Value).Distinct();
}

using System.Text.RegularExpressions;

namespace AsyncProf.Repository.Tests;

/// <summary>The map in <c>docs/architecture.md</c> shows every folder of <c>src</c>, and leads to files that exist.</summary>
public partial class MapTests
{
    private static readonly string Source = Path.Combine(Testing.Repository.Root, "src");

    private static readonly string Text = File.ReadAllText(Path.Combine(Testing.Repository.Root, "docs", "architecture.md"));

    private static readonly (string Folder, string First)[] Rows = [.. Row().Matches(Text).Select(row => (row.Groups["folder"].Value, row.Groups["first"].Value))];

    [Fact]
    public void Map_OfTheSources_HasALineForEachFolder() =>
        Assert.Equal(SourceArrows.FoldersOf(Source).Order(StringComparer.Ordinal), Rows.Select(row => row.Folder).Order(StringComparer.Ordinal));

    [Fact]
    public void FilesToOpenFirst_OfEachFolder_AreInIt() => Assert.Empty(Rows.Where(row => !Exists(row.Folder, row.First)).Select(row => $"{row.Folder}: {row.First}"));

    [Fact]
    public void Types_ThatTheTextNames_Exist()
    {
        HashSet<string> files = [.. Directory.EnumerateFiles(Testing.Repository.Root, "*.cs", SearchOption.AllDirectories).Select(file => Path.GetFileName(file).Split('.')[0])];

        Assert.Empty(TypeName().Matches(Text).Select(match => match.Groups["name"].Value.Split('.')[0]).Distinct().Except(files).Except(["AsyncProf", "AspNetCore"]));
    }

    private static bool Exists(string folder, string name)
    {
        string[] parts = folder.Split('/', 2);
        string path = Path.Combine(Source, $"AsyncProf.{parts[0]}", parts.Length > 1 ? parts[1] : "");
        return File.Exists(Path.Combine(path, name)) || File.Exists(Path.Combine(path, name + ".cs"));
    }

    [GeneratedRegex(@"^\| `(?<folder>(Core|Agent|Hook|Runtime|Analyzer|AspNetCore|Cli)(/[\w/]+)?)` \|.*\| `(?<first>[\w.]+)` \|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"`(?<name>[A-Z][a-z]+[A-Z]\w*(\.[A-Z]\w*)?)`")]
    private static partial Regex TypeName();
}

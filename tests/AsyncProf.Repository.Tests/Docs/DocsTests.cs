using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace AsyncProf.Repository.Tests.Docs;

/// <summary>Docs cannot rot: their C# is that of a file which compiles.</summary>
public partial class DocsTests
{
    public static TheoryData<string> Pages => [.. Directory.EnumerateFiles(Path.Combine(Testing.Repository.Root, "docs"), "*.md").Append(Path.Combine(Testing.Repository.Root, "README.md"))
        .Select(page => Path.GetRelativePath(Testing.Repository.Root, page))];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Code_OfEachPage_IsCompiled(string page)
    {
        string compiled = Normal(File.ReadAllText(Path.Combine(Here(), "Snippets.cs")));
        foreach (Match block in CSharp().Matches(File.ReadAllText(Path.Combine(Testing.Repository.Root, page))))
        {
            // The usings it needs are at the head of the file that compiles; the rest is there as it stands.
            string[] lines = Normal(block.Groups["code"].Value).Split('\n');
            Assert.Contains(string.Join('\n', lines.SkipWhile(IsUsing)), compiled, StringComparison.Ordinal);
            Assert.All(lines.TakeWhile(IsUsing).Where(line => line != "using AsyncProf;"), line => Assert.Contains(line, compiled, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Readme_NamesTheTwoCommands()
    {
        string readme = File.ReadAllText(Path.Combine(Testing.Repository.Root, "README.md"));

        Assert.Contains("\ndotnet run -c Release --project src/AsyncProf.Cli -- record -d 5 -o demo.html -- dotnet run -c Release --project samples/WebApi -- --demo\n", readme, StringComparison.Ordinal);
        Assert.Contains("\ndotnet test AsyncProf.sln\n", readme, StringComparison.Ordinal);
    }

    /// <summary>What is fetched as a page says can be compared by version: the labels are there that a side is told by.</summary>
    [Theory]
    [InlineData("docs/kubernetes.md", "service_name", "service_version", "pod")]
    [InlineData("docs/grafana-alloy.md", "service_name", "service_version")]
    public void Scraping_AsAPageSays_HasTheLabelsThatAreCompared(string page, params string[] labels)
    {
        string text = File.ReadAllText(Path.Combine(Testing.Repository.Root, page));
        string alloy = string.Concat(Alloy().Matches(text).Select(block => block.Groups["code"].Value));

        Assert.All(labels, label => Assert.Contains($"\"{label}\"", alloy, StringComparison.Ordinal));
        Assert.Contains("(diff.md#comparing-a-fleet)", text, StringComparison.Ordinal);
    }

    [GeneratedRegex("```alloy\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Alloy();

    [GeneratedRegex("```csharp\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex CSharp();

    private static bool IsUsing(string line) => UsingDirective().IsMatch(line);

    [GeneratedRegex(@"^using [\w.]+;$")]
    private static partial Regex UsingDirective();

    private static string Normal(string code) => string.Join('\n', code.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0));

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}

using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace AsyncProf.Repository.Tests;

/// <summary>What each project may reference, and how files look. Who uses whom within the projects is in <see cref="ArrowTests"/>.</summary>
public class ArchitectureTests
{
    private const int LongestFile = 400;

    /// <summary>What each project may reference of ours.</summary>
    private static readonly Dictionary<string, string[]> Projects = new()
    {
        ["AsyncProf.Core"] = [],
        ["AsyncProf.Agent"] = ["AsyncProf.Core"],
        ["AsyncProf.Hook"] = [],
        ["AsyncProf.Runtime"] = ["AsyncProf.Agent", "AsyncProf.Core"],
        ["AsyncProf.Analyzer"] = ["AsyncProf.Core"],
        ["AsyncProf.AspNetCore"] = ["AsyncProf.Analyzer", "AsyncProf.Core", "AsyncProf.Runtime"],
        ["AsyncProf.Cli"] = ["AsyncProf.Analyzer", "AsyncProf.Agent", "AsyncProf.Hook"], // the last two as files to inject
    };

    /// <summary>What each project may reference of others: the engine and what is injected, nothing.</summary>
    private static readonly Dictionary<string, string[]> Packages = new()
    {
        ["AsyncProf.Core"] = [],
        ["AsyncProf.Agent"] = [],
        ["AsyncProf.Hook"] = [],
        ["AsyncProf.Runtime"] =
        [
            "Microsoft.Extensions.Hosting.Abstractions", "Microsoft.Extensions.Options.ConfigurationExtensions",
            "OpenTelemetry.Api.ProviderBuilderExtensions",
        ],
        ["AsyncProf.Analyzer"] = ["Microsoft.Diagnostics.Runtime", "Microsoft.Diagnostics.Tracing.TraceEvent"],
        ["AsyncProf.AspNetCore"] = [],
        ["AsyncProf.Cli"] = ["System.CommandLine", "Spectre.Console"],
    };

    public static TheoryData<string> ProjectNames => [.. Projects.Keys];

    [Theory]
    [MemberData(nameof(ProjectNames))]
    public void References_OfEachProject_RunOneWay(string project)
    {
        XDocument file = XDocument.Load(Path.Combine(Source(), project, $"{project}.csproj"));

        Assert.Empty(Includes(file, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/'))).Except(Projects[project]));
        Assert.Empty(Includes(file, "PackageReference").Except(Packages[project]));
    }

    [Fact]
    public void Files_OfTheWholeTree_AreShortAndNamedForTheirType()
    {
        var wrong = new List<string>();
        foreach (string folder in (string[])["src", "tests", "samples", "bench"])
        {
            foreach (string file in Files(Path.Combine(Testing.Repository.Root, folder)))
            {
                string text = File.ReadAllText(file);
                if (text.Count(letter => letter == '\n') > LongestFile)
                    wrong.Add($"{file} is longer than {LongestFile} lines");
                string name = Path.GetFileName(file).Split('.')[0];
                if (name != "Program" && !Regex.IsMatch(text, $@"\b(class|struct|record|interface|enum|delegate)\s+(struct\s+|class\s+|void\s+)?{name}\b"))
                    wrong.Add($"{file} holds no type {name}");
            }
        }

        Assert.Empty(wrong);
    }

    private static IEnumerable<string> Includes(XDocument project, string element) =>
        project.Descendants(element).Select(e => (string?)e.Attribute("Include")).OfType<string>();

    private static IEnumerable<string> Files(string folder) => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
        .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"));

    private static string Source() => Path.Combine(Testing.Repository.Root, "src");
}

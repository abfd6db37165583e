using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace AsyncProf.Repository.Tests;

/// <summary>Reads project references and <c>using</c> lines: arrows run one way.</summary>
public partial class ArchitectureTests
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
        ["AsyncProf.Analyzer"] = ["Microsoft.Diagnostics.Tracing.TraceEvent", "Microsoft.Diagnostics.NETCore.Client"],
        ["AsyncProf.Cli"] = ["System.CommandLine", "Spectre.Console"],
    };

    /// <summary>The stages of the engine and of each half, in the order of the arrows: a folder uses only those before it.</summary>
    private static readonly Dictionary<string, string[]> Stages = new()
    {
        ["AsyncProf.Core"] = ["Events", "Symbols", "Stitching", "Attribution", "Profiles"],
        ["AsyncProf.Agent"] = ["Events", "Symbols", "Capture", "Transport"],
        ["AsyncProf.Runtime"] = ["Events", "Symbols", "Stitching", "Attribution", "Profiles", "Capture", "Transport", "Engine", "Scopes", "SlowRequests", "KeptProfiles", "Spans", "Metrics", "Hosting"],
        ["AsyncProf.Analyzer"] =
        [
            "Events", "Symbols", "Stitching", "Attribution", "Profiles", "Decoding", "Recording", "Sampling", "Findings", "Diffing", "Exporters",
            "Renderers",
        ],
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

    [Theory]
    [MemberData(nameof(ProjectNames))]
    public void Usings_OfEachFile_NameEarlierStagesOnly(string project)
    {
        if (!Stages.TryGetValue(project, out string[]? stages))
            return; // the tool has no stages
        var wrong = new List<string>();
        foreach (string file in Files(Path.Combine(Source(), project)))
        {
            string folder = Path.GetRelativePath(Path.Combine(Source(), project), file).Split(Path.DirectorySeparatorChar)[0];
            int own = Array.IndexOf(stages, folder);
            if (own < 0)
                continue; // the public types at a project's root may use all of it
            foreach (Match match in OwnUsing().Matches(File.ReadAllText(file)))
            {
                int used = Array.IndexOf(stages, match.Groups["stage"].Value);
                if (used < 0 || used > own)
                    wrong.Add($"{file} uses {match.Value.Trim()}");
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void Stages_OfEachProject_AreItsFolders()
    {
        foreach ((string project, string[] stages) in Stages)
        {
            IEnumerable<string> folders = Directory.EnumerateDirectories(Path.Combine(Source(), project)).Select(folder => Path.GetFileName(folder));
            Assert.Empty(folders.Except(["bin", "obj"]).Except(stages));
        }
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
                if (name != "Program" && !Regex.IsMatch(text, $@"\b(class|struct|record|interface|enum)\s+(struct\s+|class\s+)?{name}\b"))
                    wrong.Add($"{file} holds no type {name}");
            }
        }

        Assert.Empty(wrong);
    }

    [GeneratedRegex(@"^using AsyncProf\.(?<stage>\w+);", RegexOptions.Multiline)]
    private static partial Regex OwnUsing();

    private static IEnumerable<string> Includes(XDocument project, string element) =>
        project.Descendants(element).Select(e => (string?)e.Attribute("Include")).OfType<string>();

    private static IEnumerable<string> Files(string folder) => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
        .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"));

    private static string Source() => Path.Combine(Testing.Repository.Root, "src");
}

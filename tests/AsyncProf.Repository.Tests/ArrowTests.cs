using AsyncProf.Testing;

namespace AsyncProf.Repository.Tests;

/// <summary>
/// Who may use whom: each folder of <c>src</c> with the folders it may use. A folder's own files are its face: the folders within it may use the face, and the
/// face may use them; among themselves, and to the outside, every arrow stands here. There are no exceptions.
/// </summary>
public class ArrowTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Core"] = [],
        ["Core/Budgets"] = [],
        ["Core/Events"] = ["Core"],
        ["Core/Events/Tpl"] = [],
        ["Core/Events/Batches"] = ["Core"],
        ["Core/Events/Dispatchers"] = [],
        ["Core/Files"] = [],
        ["Core/Overhead"] = [],
        ["Core/Symbols"] = ["Core/Events", "Core/Events/Tpl", "Core/Events/Batches"],
        ["Core/Symbols/Metadata"] = ["Core/Events/Tpl"],
        ["Core/Symbols/Code"] = ["Core/Symbols/Metadata"],
        ["Core/Symbols/Places"] = [],
        ["Core/Symbols/Awaits"] = ["Core/Events", "Core/Events/Batches", "Core/Symbols/Code", "Core/Symbols/Metadata", "Core/Symbols/Places"],
        ["Core/Stitching"] = ["Core/Events", "Core/Symbols"],
        ["Core/Stitching/Records"] = ["Core", "Core/Budgets", "Core/Events", "Core/Events/Tpl"],
        ["Core/Stitching/Operations"] = ["Core", "Core/Events", "Core/Symbols", "Core/Stitching/Records", "Core/Events/Tpl"],
        ["Core/Stitching/Dispatchers"] = ["Core/Events", "Core/Stitching/Records", "Core/Stitching/Operations"],
        ["Core/Stitching/Tpl"] = ["Core/Events", "Core/Stitching/Records", "Core/Stitching/Operations", "Core/Symbols"],
        ["Core/Stitching/Roots"] = ["Core/Events", "Core/Stitching/Records", "Core/Stitching/Operations"],
        ["Core/Stitching/Entries"] = ["Core/Events", "Core/Stitching/Records", "Core/Stitching/Operations", "Core/Stitching/Roots"],
        ["Core/Attribution"] = ["Core", "Core/Events", "Core/Symbols", "Core/Stitching/Records", "Core/Stitching/Roots", "Core/Symbols/Awaits"],
        ["Core/Profiles"] = ["Core", "Core/Budgets", "Core/Events", "Core/Symbols/Metadata"],
        ["Core/Profiles/Data"] = ["Core", "Core/Budgets", "Core/Events", "Core/Symbols/Metadata"],
        ["Core/Profiles/Durations"] = [],
        ["Core/Profiles/Tables"] = ["Core", "Core/Events", "Core/Symbols/Metadata", "Core/Profiles/Data", "Core/Profiles/Durations"],
        ["Core/Profiles/Text"] = ["Core", "Core/Events", "Core/Symbols/Metadata", "Core/Profiles/Data", "Core/Profiles/Durations"],
        ["Core/Profiles/Transforms"] = ["Core", "Core/Budgets", "Core/Events", "Core/Profiles/Data", "Core/Profiles/Tables"],
        ["Core/Profiles/Otlp"] = ["Core/Profiles/Data", "Core/Profiles/Pprof", "Core/Profiles/Text"],
        ["Core/Profiles/Pprof"] = ["Core", "Core/Budgets", "Core/Events", "Core/Files", "Core/Profiles/Data", "Core/Profiles/Durations", "Core/Profiles/Text"],
        ["Core/Building"] =
        [
            "Core", "Core/Budgets", "Core/Events", "Core/Symbols", "Core/Symbols/Metadata", "Core/Stitching/Records", "Core/Attribution", "Core/Profiles", "Core/Profiles/Data",
            "Core/Profiles/Durations", "Core/Profiles/Tables", "Core/Symbols/Awaits",
        ],
        ["Core/Samples"] = ["Core/Events", "Core/Budgets", "Core/Symbols", "Core/Symbols/Metadata", "Core/Building", "Core/Profiles", "Core/Profiles/Data"],
        ["Core/Spans"] = ["Core/Attribution", "Core/Building", "Core/Events", "Core/Profiles/Text", "Core/Symbols", "Core/Symbols/Awaits", "Core/Symbols/Metadata"],
        ["Core/Engine"] = ["Core/Budgets", "Core/Events", "Core/Events/Batches", "Core/Symbols", "Core/Stitching", "Core/Stitching/Records", "Core/Stitching/Roots", "Core/Attribution", "Core/Symbols/Awaits"],

        ["Agent"] = [],
        ["Agent/Direct"] = [],
        ["Agent/Frames"] = ["Agent/Direct", "Core/Events", "Core/Events/Tpl", "Core/Symbols/Metadata", "Core/Symbols/Places"],
        ["Agent/Edges"] = ["Core/Events"],
        ["Agent/Routes"] = ["Core", "Core/Events", "Core/Profiles/Text", "Core/Symbols"],
        ["Agent/Dispatches"] = ["Agent/Frames", "Core/Events", "Core/Events/Dispatchers", "Core/Events/Tpl", "Core/Symbols/Metadata", "Core/Symbols/Places"],
        ["Agent/Overhead"] = [],
        ["Agent/Usage"] = ["Agent/Overhead"],
        ["Agent/Capture"] = ["Agent/Usage", "Core", "Core/Overhead", "Agent/Direct", "Agent/Dispatches", "Agent/Edges", "Agent/Overhead", "Agent/Routes", "Core/Events", "Core/Events/Tpl", "Core/Symbols", "Core/Symbols/Metadata", "Agent/Frames", "Core/Symbols/Awaits", "Core/Symbols/Places"],
        ["Agent/Transport"] = ["Agent/Capture", "Core/Events", "Core/Events/Batches", "Core/Events/Tpl", "Core/Symbols", "Core/Symbols/Metadata", "Core/Symbols/Awaits", "Core/Symbols/Places"],
        ["Hook"] = [],

        ["Runtime"] = ["Core", "Agent/Capture", "Core/Events", "Core/Profiles", "Core/Profiles/Text", "Core/Profiles/Transforms", "Core/Symbols/Metadata"],
        ["Runtime/Engine"] =
        [
            "Core", "Agent/Capture", "Agent/Transport", "Core/Events", "Core/Events/Batches", "Core/Symbols", "Core/Symbols/Metadata", "Core/Stitching", "Core/Stitching/Records", "Core/Stitching/Roots", "Core/Attribution",
            "Core/Building", "Core/Engine", "Core/Profiles", "Core/Profiles/Durations", "Core/Profiles/Text", "Core/Symbols/Awaits", "Runtime/Waits",
        ],
        ["Runtime/Clocks"] = [],
        ["Runtime/Waits"] = ["Agent/Capture", "Runtime/Clocks", "Core/Events", "Core/Stitching", "Core/Stitching/Records"],
        ["Runtime/Scopes"] = ["Core", "Core/Events", "Core/Symbols", "Core/Attribution", "Core/Building", "Core/Profiles", "Core/Symbols/Awaits"],
        ["Runtime/SlowRequests"] =
        [
            "Runtime/Engine", "Core/Events", "Core/Files", "Core/Symbols", "Core/Stitching/Records", "Core/Attribution", "Core/Building", "Core/Profiles/Durations",
            "Core/Profiles/Pprof", "Core/Symbols/Awaits",
        ],
        ["Runtime/KeptProfiles"] = ["Runtime/Engine", "Core/Files", "Core/Profiles"],
        ["Runtime/Pushing"] =
        [
            "Agent/Capture", "Core/Profiles", "Core/Profiles/Data", "Core/Profiles/Pprof", "Core/Profiles/Text",
        ],
        ["Runtime/Triggers"] =
        [
            "Core", "Agent/Capture", "Runtime/Engine", "Runtime/KeptProfiles", "Core/Attribution", "Core/Building", "Core/Events", "Core/Profiles", "Core/Profiles/Durations", "Core/Profiles/Text",
        ],
        ["Runtime/Spans"] = ["Agent/Capture", "Runtime/Clocks", "Runtime/Engine", "Core/Events", "Core/Profiles/Text", "Core/Symbols", "Core/Stitching/Records", "Core/Attribution", "Core/Building", "Core/Spans", "Core/Symbols/Awaits"],
        ["Runtime/Metrics"] = ["Core/Attribution"],
        ["Runtime/Hosting"] =
        [
            "Core", "Agent/Capture", "Agent/Routes", "Runtime/Engine", "Runtime/KeptProfiles", "Runtime/Metrics", "Runtime/Pushing", "Runtime/SlowRequests", "Runtime/Spans", "Runtime/Triggers", "Core/Events", "Core/Overhead", "Core/Symbols",
            "Core/Building", "Core/Symbols/Awaits",
        ],

        ["Analyzer/Decoding"] =
        [
            "Core", "Core/Budgets", "Core/Events", "Core/Events/Batches", "Core/Events/Dispatchers", "Core/Events/Tpl", "Core/Symbols", "Core/Symbols/Metadata", "Core/Stitching",
            "Core/Stitching/Records", "Core/Building", "Core/Samples", "Core/Engine", "Core/Profiles", "Core/Profiles/Data", "Core/Attribution", "Analyzer/Naming", "Analyzer/Naming/Code", "Core/Symbols/Awaits", "Core/Symbols/Places",
        ],
        ["Analyzer/Decoding/Dispatches"] = ["Analyzer/Decoding/Stacks", "Core/Budgets", "Core/Events", "Core/Events/Dispatchers", "Core/Events/Tpl", "Core/Symbols/Metadata"],
        ["Analyzer/Decoding/Samples"] = ["Analyzer/Decoding", "Analyzer/Decoding/Dispatches", "Core/Budgets", "Core/Engine", "Core/Events", "Core/Profiles", "Core/Samples", "Core/Symbols/Awaits", "Core/Symbols/Metadata"],
        ["Analyzer/Decoding/Series"] = ["Analyzer/Decoding/Stacks", "Core/Attribution", "Core/Building", "Core/Events/Batches", "Core/Events/Tpl", "Core/Profiles/Data"],
        ["Analyzer/Decoding/Stacks"] = ["Core/Budgets", "Core/Events", "Core/Events/Batches", "Core/Events/Tpl", "Core/Symbols/Metadata"],
        ["Analyzer/Heap"] = ["Analyzer/Decoding", "Analyzer/Recording/Processes"],
        ["Analyzer/Heap/Reading"] = ["Core/Files"],
        ["Analyzer/Heap/Objects"] = ["Analyzer/Decoding", "Analyzer/Heap/Reading", "Core/Events/Tpl", "Core/Symbols/Code", "Core/Symbols/Metadata"],
        ["Analyzer/Heap/Stacks"] = ["Analyzer/Heap/Objects", "Analyzer/Heap/Reading", "Core/Symbols/Code", "Core/Symbols/Metadata"],
        ["Analyzer/Heap/Kept"] = ["Analyzer/Heap/Objects", "Analyzer/Heap/Reading", "Analyzer/Heap/Stacks"],
        ["Analyzer/Naming"] = ["Core", "Core/Events", "Core/Symbols", "Core/Attribution"],
        ["Analyzer/Naming/Code"] = ["Core/Symbols", "Core/Symbols/Code", "Core/Symbols/Metadata"],
        ["Analyzer/Recording"] = [],
        ["Analyzer/Recording/Processes"] = [],
        ["Analyzer/Recording/Gpus"] = ["Analyzer/Decoding/Series"],
        ["Analyzer/Recording/Runtimes"] = ["Analyzer/Recording/Processes", "Core/Events"],
        ["Analyzer/Recording/Attaching"] = ["Core", "Core/Overhead", "Analyzer/Decoding", "Analyzer/Decoding/Samples", "Analyzer/Decoding/Series", "Analyzer/Decoding/Stacks", "Analyzer/Recording/Bursts", "Analyzer/Recording/Gpus", "Analyzer/Recording/Processes", "Analyzer/Recording/Runtimes", "Core/Events", "Core/Events/Batches", "Core/Events/Dispatchers", "Core/Events/Tpl", "Core/Files"],
        ["Analyzer/Recording/Bursts"] =
        [
            "Analyzer/Decoding", "Analyzer/Decoding/Stacks", "Analyzer/Recording/Processes", "Analyzer/Recording/Runtimes", "Core/Events", "Core/Events/Batches", "Core/Events/Tpl", "Core/Symbols/Metadata",
        ],
        ["Analyzer/Recording/Launching"] = ["Analyzer/Recording/Attaching", "Analyzer/Recording/Processes", "Analyzer/Recording/Runtimes", "Core/Events/Batches", "Core/Files"],
        ["Analyzer/Live"] =
        [
            "Core", "Analyzer/Decoding", "Analyzer/Exporters/Otlp", "Analyzer/Naming", "Analyzer/Recording", "Analyzer/Recording/Attaching", "Analyzer/Recording/Processes", "Analyzer/Recording/Runtimes", "Core/Attribution", "Core/Building", "Core/Engine", "Core/Events",
            "Core/Events/Batches", "Core/Events/Tpl", "Core/Profiles", "Core/Profiles/Durations", "Core/Stitching", "Core/Stitching/Records", "Core/Symbols/Awaits",
        ],
        ["Analyzer/Findings"] =
        [
            "Core/Events", "Core/Symbols/Metadata", "Core/Profiles", "Core/Profiles/Data", "Core/Profiles/Durations", "Core/Profiles/Tables", "Core/Profiles/Text",
        ],
        ["Analyzer/Diffing"] = ["Analyzer/Diffing/Runs", "Analyzer/Diffing/Statistics", "Core/Events", "Core/Profiles", "Core/Profiles/Data"],
        ["Analyzer/Diffing/Runs"] = ["Core", "Core/Events", "Core/Profiles", "Core/Profiles/Data", "Core/Profiles/Tables"],
        ["Analyzer/Diffing/Statistics"] = [],
        ["Analyzer/Fleets"] = ["Core/Budgets", "Core/Events", "Core/Profiles", "Core/Profiles/Data", "Core/Profiles/Text"],
        ["Analyzer/Fleets/Traces"] = ["Core/Budgets", "Core/Events", "Core/Profiles", "Core/Profiles/Data", "Core/Profiles/Durations", "Core/Profiles/Tables"],
        ["Analyzer/Fleets/Pyroscope"] = ["Core/Budgets", "Core/Events", "Core/Profiles", "Core/Profiles/Data", "Core/Profiles/Durations", "Core/Profiles/Pprof"],
        ["Analyzer/Fleets/Folders"] = ["Core/Budgets", "Core/Profiles", "Core/Profiles/Data"],
        ["Analyzer/Exporters"] = ["Core", "Analyzer/Diffing", "Analyzer/Diffing/Runs", "Analyzer/Findings", "Analyzer/Heap/Kept", "Analyzer/Heap/Stacks", "Core/Events", "Core/Profiles", "Core/Profiles/Data", "Core/Profiles/Pprof", "Core/Profiles/Text"],
        ["Analyzer/Exporters/Otlp"] =
        [
            "Analyzer/Decoding", "Core/Attribution", "Core/Building", "Core/Events", "Core/Profiles/Pprof", "Core/Profiles/Text", "Core/Profiles/Transforms", "Core/Spans", "Core/Stitching/Records",
            "Core/Symbols/Metadata", "Core/Profiles/Otlp",
        ],
        ["Analyzer/Exporters/Otlp/Sending"] = ["Core/Profiles/Pprof", "Core/Profiles/Text"],
        ["Analyzer/Renderers"] =
        [
            "Core", "Analyzer/Diffing", "Analyzer/Findings", "Analyzer/Heap/Kept", "Analyzer/Heap/Stacks", "Core/Events", "Core/Symbols/Metadata", "Core/Profiles", "Core/Profiles/Data", "Core/Profiles/Durations", "Core/Profiles/Text",
        ],
        ["Analyzer/Renderers/Diffs"] = ["Analyzer/Diffing", "Analyzer/Renderers", "Core/Profiles/Durations", "Core/Profiles/Text"],

        ["AspNetCore"] = ["Core"],
        ["AspNetCore/Windows"] = ["Core", "Core/Profiles", "Runtime"],
        ["AspNetCore/Access"] = [],
        ["AspNetCore/Answers"] = ["Analyzer/Findings", "Analyzer/Renderers", "AspNetCore/Windows", "Core/Profiles", "Core/Profiles/Pprof", "Runtime"],

        ["Cli"] = [],
        ["Cli/Output"] = ["Core/Files", "Core/Profiles/Text"],
        ["Cli/Arguments"] = ["Analyzer/Diffing", "Core/Attribution", "Core/Budgets", "Core/Stitching/Records", "Cli/Output", "Analyzer/Decoding", "Core/Profiles"],
        ["Cli/Diffing"] = ["Core", "Core/Budgets", "Cli/Arguments", "Cli/Output", "Analyzer/Diffing", "Analyzer/Diffing/Runs", "Analyzer/Exporters", "Analyzer/Renderers", "Analyzer/Renderers/Diffs", "Core/Profiles", "Analyzer/Fleets", "Analyzer/Fleets/Folders"],
        ["Cli/Exporting"] = ["Core/Budgets", "Cli/Arguments", "Cli/Output", "Analyzer/Exporters", "Analyzer/Exporters/Otlp", "Analyzer/Findings", "Analyzer/Renderers", "Core/Profiles", "Core/Profiles/Otlp", "Core/Spans", "Core/Profiles/Text"],
        ["Cli/Reporting"] = ["Core/Profiles/Text", "Core/Budgets", "Cli/Arguments", "Cli/Output", "Analyzer/Exporters", "Analyzer/Findings", "Analyzer/Renderers", "Core/Profiles"],
        ["Cli/Viewing"] = ["Core/Budgets", "Cli/Arguments", "Cli/Output", "Analyzer/Findings", "Analyzer/Recording/Processes", "Analyzer/Renderers", "Core/Files", "Core/Profiles"],
        ["Cli/Recording"] =
        [
            "Cli/Arguments", "Cli/Exporting", "Cli/Output", "Analyzer/Exporters/Otlp", "Analyzer/Exporters/Otlp/Sending", "Analyzer/Live", "Analyzer/Recording", "Analyzer/Recording/Attaching", "Analyzer/Recording/Launching", "Analyzer/Recording/Processes",
            "Core/Events/Batches",
        ],
        ["Cli/Top"] = ["Cli/Output", "Analyzer/Live", "Analyzer/Recording", "Core/Events", "Core/Profiles", "Core/Profiles/Data", "Core/Profiles/Durations", "Core/Profiles/Text", "Core/Symbols/Metadata"],
        ["Cli/Runs"] = ["Cli/Arguments", "Cli/Output", "Cli/Recording", "Analyzer/Recording", "Core/Events/Batches", "Core/Profiles"],
        ["Cli/Commands"] =
        [
            "Core", "Core/Events/Batches", "Analyzer/Diffing", "Analyzer/Fleets", "Cli/Arguments", "Cli/Diffing", "Cli/Exporting", "Cli/Output", "Cli/Recording", "Cli/Reporting", "Cli/Runs", "Cli/Top", "Cli/Viewing", "Analyzer/Exporters", "Analyzer/Exporters/Otlp/Sending", "Analyzer/Findings", "Analyzer/Heap",
            "Analyzer/Live", "Analyzer/Recording", "Analyzer/Recording/Attaching", "Analyzer/Recording/Launching", "Analyzer/Recording/Processes", "Analyzer/Renderers", "Core/Profiles",
        ],
    };

    private static readonly IReadOnlyDictionary<(string From, string To), string> Arrows = SourceArrows.Read(Path.Combine(Testing.Repository.Root, "src"));

    [Fact]
    public void Arrows_OfAllSources_StandInTheTable() =>
        AssertNone(Arrows.Where(arrow => !IsWithin(arrow.Key.From, arrow.Key.To) && !AllowedOf(arrow.Key.From).Contains(arrow.Key.To)).Select(arrow => $"{arrow.Key.From} -> {arrow.Key.To}: {arrow.Value}"));

    [Fact]
    public void Table_OfAllowedArrows_HoldsNoneThatNobodyNeeds() =>
        AssertNone(Allowed.SelectMany(row => row.Value.Select(to => (row.Key, to))).Where(arrow => !Arrows.ContainsKey(arrow)).Select(arrow => $"{arrow.Key} -> {arrow.to}"));

    [Fact]
    public void Table_OfAllowedArrows_HasNoCircle()
    {
        var done = new HashSet<string>();
        var path = new List<string>();
        foreach (string folder in Allowed.Keys)
            Visit(folder);

        void Visit(string folder)
        {
            Assert.False(path.Contains(folder), string.Join(" -> ", path.Append(folder)));
            if (!done.Add(folder))
                return;
            path.Add(folder);
            foreach (string next in AllowedOf(folder))
                Visit(next);
            path.RemoveAt(path.Count - 1);
        }
    }

    [Fact]
    public void Table_OfAllowedArrows_HasARowForEachFolder()
    {
        string source = Path.Combine(Testing.Repository.Root, "src");
        Assert.Equal(SourceArrows.FoldersOf(source).Order(StringComparer.Ordinal), Allowed.Keys.Order(StringComparer.Ordinal));
    }

    /// <summary>All of them are worth reading, not the first five.</summary>
    private static void AssertNone(IEnumerable<string> faults)
    {
        string[] all = [.. faults];
        Assert.True(all.Length == 0, string.Join('\n', all));
    }

    private static string[] AllowedOf(string folder) => Allowed.GetValueOrDefault(folder, []);

    /// <summary>Whether one of two folders lies in the other.</summary>
    private static bool IsWithin(string one, string other) =>
        one.StartsWith(other + "/", StringComparison.Ordinal) || other.StartsWith(one + "/", StringComparison.Ordinal);
}

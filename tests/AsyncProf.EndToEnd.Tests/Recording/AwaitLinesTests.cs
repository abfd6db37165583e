using System.Text.Json;
using AsyncProf.Testing;
using AsyncProf.Testing.Processes;
using AsyncProf.Testing.Tiers;

namespace AsyncProf.EndToEnd.Tests.Recording;

/// <summary>
/// A program that awaits in every way and counts at which line it suspended: the report has the same lines, counts and names. An await that no event tells of is told where it is the
/// first suspension of its call or the only such await of its method; otherwise it is counted among those that it may be.
/// </summary>
[Collection(RecordingCollection.Name)]
public sealed class AwaitLinesTests(PublishedPrograms published) : IDisposable
{
    private const string Name = "AsyncProf.AwaitLines", Prefix = "AwaitLines.";

    /// <summary>A wait of a few milliseconds may be over before a busy machine gets to it; what is wrong for good is so every time.</summary>
    private const int Attempts = 4;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof-tests-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task Launched_AsTheseTestsAreBuilt_CountsEachAwaitAtItsLine()
    {
        string configuration = Path.GetFileName(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory))!);
        await AssertExactAsync(Path.Combine(Repository.Root, "tests/programs", Name, "bin", configuration, "net10.0", Name), "");
    }

    [Theory]
    [InlineData("Release", "DOTNET_TieredCompilation=0")]
    [Trait(Tier.Name, Tier.Deep)]
    public async Task Launched_AsPublished_CountsEachAwaitAtItsLine(string configuration, string setting) =>
        await AssertExactAsync(await published.GetAsync(Name, "net10.0", configuration), setting);

    private async Task AssertExactAsync(string program, string setting)
    {
        string[] command = setting.Length == 0 ? [program] : ["env", setting, program];
        string[] wrong = [];
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            string file = Path.Combine(_directory.FullName, $"{attempt}.nettrace");
            (int code, string output, string errors) = await Tool.RunAsync(["record", "-o", file, "--", .. command, "20"]);
            Assert.True(code == 0, output + errors);
            (code, string report, errors) = await Tool.RunAsync("report", file, "--format", "json");
            Assert.True(code == 0, errors);
            if ((wrong = Compare(output, report)).Length == 0)
                return;
        }

        Assert.Fail(string.Join('\n', wrong));
    }

    private static string[] Compare(string output, string report)
    {
        using JsonDocument told = JsonDocument.Parse(output.Split('\n').Single(line => line.StartsWith('['))), document = JsonDocument.Parse(report, new JsonDocumentOptions { MaxDepth = 1_000 });
        JsonElement[] methods = [.. document.RootElement.GetProperty("methods").EnumerateArray()];
        Assert.Equal("frames", document.RootElement.GetProperty("recording").GetProperty("namesBy").GetString());
        Assert.InRange(ShareOfUnknown(document.RootElement, methods), 0, 0.02);
        (string File, int Line, string On, long Hits)[] seen = [.. methods.SelectMany(method => method.GetProperty("awaits").EnumerateArray()).Select(Seen).Where(one => one.Hits > 0)]; // a snapshot, each ten seconds, may cut an await's time off from its hit
        (string File, int Line, string On, long Hits, bool IsTold)[] truth = [.. told.RootElement.EnumerateArray().Select(True)];
        Assert.True(truth.Select(hit => (hit.File, hit.Line)).Distinct().Count() > 110, "Few awaits were reached.");
        return [.. WrongLines(seen, truth), .. WrongSums(seen, truth)];
    }

    /// <summary>Of each line that is told: how often, and what.</summary>
    private static IEnumerable<string> WrongLines((string File, int Line, string On, long Hits)[] seen, (string File, int Line, string On, long Hits, bool IsTold)[] truth)
    {
        foreach (var line in truth.Where(hit => hit.IsTold).GroupBy(hit => (hit.File, hit.Line)))
        {
            (string On, long Hits)[] expected = [.. Sums(line.Select(hit => (hit.On, hit.Hits)))], found = [.. Sums(seen.Where(hit => (hit.File, hit.Line) == line.Key).Select(hit => (hit.On, hit.Hits)))];
            if (!expected.Select(sum => sum.On).SequenceEqual(found.Select(sum => sum.On)) || !expected.Zip(found).All(pair => IsNear(pair.First.Hits, pair.Second.Hits)))
                yield return $"{line.Key}: {string.Join(' ', found)}, not {string.Join(' ', expected)}";
        }
    }

    /// <summary>What has completed already when it is awaited does not suspend: on a busy machine one of twenty, and never more than were made.</summary>
    private static bool IsNear(long made, long seen) => seen <= made && seen >= made - Math.Max(1, made / 10);

    /// <summary>Of those that are not told: in each file as many as there were, one of all those that it may be.</summary>
    private static IEnumerable<string> WrongSums((string File, int Line, string On, long Hits)[] seen, (string File, int Line, string On, long Hits, bool IsTold)[] truth)
    {
        foreach (var file in truth.Where(hit => !hit.IsTold).GroupBy(hit => hit.File))
        {
            long found = seen.Where(hit => hit.File == file.Key && hit.On.StartsWith("(one of ", StringComparison.Ordinal) && file.All(one => hit.On.Contains(one.On, StringComparison.Ordinal))).Sum(hit => hit.Hits);
            if (found != file.Sum(hit => hit.Hits))
                yield return $"{file.Key}: {found} of {file.Sum(hit => hit.Hits)} that are one of several";
        }
    }

    private static double ShareOfUnknown(JsonElement report, JsonElement[] methods) =>
        methods.SelectMany(method => method.GetProperty("waits").EnumerateArray()).Where(wait => wait.GetProperty("kind").GetString() == "unknown").Sum(wait => wait.GetProperty("elapsedNs").GetInt64())
        / (double)report.GetProperty("roots").EnumerateArray().Sum(root => root.GetProperty("elapsedNs").GetInt64());

    private static IEnumerable<(string On, long Hits)> Sums(IEnumerable<(string On, long Hits)> hits) =>
        hits.GroupBy(hit => hit.On).Select(group => (group.Key, group.Sum(hit => hit.Hits))).OrderBy(sum => sum.Key, StringComparer.Ordinal);

    private static (string File, int Line, string On, long Hits) Seen(JsonElement row) => (
        Path.GetFileName(row.GetProperty("file").GetString() ?? ""),
        row.GetProperty("line") is { ValueKind: JsonValueKind.Number } line ? line.GetInt32() : 0,
        row.GetProperty("on").GetString()!.Replace(Prefix, "", StringComparison.Ordinal),
        row.GetProperty("hits").GetInt64());

    private static (string File, int Line, string On, long Hits, bool IsTold) True(JsonElement hit) => (
        hit.GetProperty("File").GetString()!, hit.GetProperty("Line").GetInt32(), hit.GetProperty("On").GetString()!, hit.GetProperty("Hits").GetInt64(), hit.GetProperty("IsTold").GetBoolean());
}

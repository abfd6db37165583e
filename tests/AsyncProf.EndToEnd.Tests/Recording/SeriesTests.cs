using System.Globalization;
using AsyncProf.Decoding;
using AsyncProf.Findings;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;
using AsyncProf.Testing.Processes;
using AsyncProf.Testing.Tiers;

namespace AsyncProf.EndToEnd.Tests.Recording;

/// <summary>What a recording says of a process each second, against what the process measured of itself.</summary>
[Collection(RecordingCollection.Name)]
public sealed class SeriesTests(PublishedPrograms published) : IDisposable
{
    /// <summary>The runtime counts a pause from when all threads stand, events from when they are asked to.</summary>
    private const double PauseTolerance = 0.5, PauseMarginMs = 8, BriefMs = 25, Tolerance = 0.05;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof-tests-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [InlineData("net10.0", "agent")]
    [InlineData("net10.0", "eventpipe")]
    [DeepInlineData("net8.0", "agent")]
    [DeepInlineData("net9.0", "agent")]
    [DeepInlineData("net9.0", "eventpipe")]
    [DeepInlineData(EdgesRecordings.Eleven, "agent")]
    [DeepInlineData(EdgesRecordings.Eleven, "eventpipe")]
    [DeepInlineData(EdgesRecordings.RuntimeAsync, "agent")]
    [DeepInlineData(EdgesRecordings.RuntimeAsync, "eventpipe")]
    public async Task Launched_AProgramWhoseMemoryGrowsInOneMethod_IsToldAsTheProgramMeasuredIt(string framework, string source)
    {
        string file = Path.Combine(_directory.FullName, $"{framework}-{source}.nettrace");
        (int code, string output, string errors) = await Tool.RunAsync(["record", "--source", source, "-o", file, "--", await ProgramAsync(framework), "grows"]);
        Assert.True(code == 0, output + errors);
        string[] said = output.Split('\n').Single(line => line.StartsWith("allocated", StringComparison.Ordinal)).Split(' ');
        double Said(string name) => double.Parse(said[Array.IndexOf(said, name) + 1], CultureInfo.InvariantCulture);

        AsyncProfile profile = NettraceProfile.Load(file);
        RecordingAssert.AddsUp(profile);
        TimeSeries series = Assert.IsType<TimeSeries>(profile.Data.Timeline!.Series);

        Assert.Equal(TimeSeries.Second, series.StepNs);
        Assert.InRange(series.Steps, 7, 11);
        MeasuredValues memory = Assert.IsType<MeasuredValues>(series.Memory), allocated = series[SeriesMeasure.Allocated]!;
        Assert.Equal(SeriesMeasure.WorkingSet, memory.Measure);
        Assert.InRange(memory.Known.Max(), Said("workingset") * (1 - (2 * Tolerance)), Said("workingset") * (1 + Tolerance));
        Assert.InRange(series[SeriesMeasure.GcHeap]!.Known.Max(), Said("heap") * (1 - (2 * Tolerance)), (Said("heap") * (1 + Tolerance)) + 5e6);
        Assert.InRange(allocated.Known.Sum(), Said("allocated") * (1 - Tolerance), (Said("allocated") * (1 + Tolerance)) + 5e6);
        Assert.Equal(Said("collections"), series.PauseCount - 1); // and one when it lets go
        GcPause last = series.Pauses[^1];
        Assert.InRange(series.Pauses.Count(pause => pause.Generation == 2), 6, 11); // five that were asked for in between, and the last; the runtime's own are mostly of the first
        Assert.All(series.Pauses, pause => Assert.InRange(pause.Generation, 0, 2));
        double paused = (series.PausedNs - last.Ns) / 1e6;
        Assert.InRange(paused, Said("paused") * (1 - PauseTolerance), (Said("paused") * (1 + PauseTolerance)) + PauseMarginMs);

        string[] then = [.. series.ByStep[memory.PeakStep].Select(share => string.Join('>', series.Stacks[share.Stack].Select(frame => frame.Name.Split('.')[^1])))];
        Assert.Contains(then, stack => stack.Contains("RunAsync>FillAsync", StringComparison.Ordinal));
        long within = profile.Methods.Single(row => row.Method.EndsWith(".FillAsync", StringComparison.Ordinal)).GcPaused.TotalNs;
        Assert.InRange(within / 1e6, paused * 0.5, paused + 0.1); // nearly all of them but the last; one may come as it begins, and is its caller's
        Assert.Equal(series.PausedNs, profile.Roots.Sum(root => root.GcNs));
        (int reported, string text, _) = await Tool.RunAsync(["report", file, "--view", "timeline"]);
        Assert.Equal(0, reported);
        Assert.Matches(@"(?m)^working set +[▁-█ ]+ .* [3-6] s$", text);
        Assert.DoesNotContain(FindingRules.Find(profile), finding => finding.Id == "gc-share"); // half a percent of it
        Assert.Contains("Growing.FillAsync", text.Split("    from ")[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("net10.0", "agent")]
    [DeepInlineData("net10.0", "eventpipe")]
    [DeepInlineData("net8.0", "agent")]
    public async Task Launched_AProgramThatCollectsOften_IsFoundWhereCollectionsTakeLongAlone(string framework, string source)
    {
        (AsyncProfile much, double paused) = await CollectAsync(framework, source, thousands: 8_000);
        (AsyncProfile little, double briefly) = await CollectAsync(framework, source, thousands: 1);
        for (int again = 0; again < 3 && briefly > BriefMs; again++) // other processes hold up whoever collects, too
            (little, briefly) = await CollectAsync(framework, source, thousands: 1);

        Finding finding = Assert.Single(FindingRules.Find(much), found => found.Id == "gc-share");
        Assert.Contains("Collecting.CollectOftenAsync ran", finding.Evidence, StringComparison.Ordinal);
        Assert.DoesNotContain(FindingRules.Find(little), found => found.Id == "gc-share");
        Assert.InRange(much.Methods.Single(row => row.Method.EndsWith(".CollectOftenAsync", StringComparison.Ordinal)).GcPaused.TotalNs / 1e6, paused * 0.9, (paused * 1.1) + PauseMarginMs);
    }

    private Task<string> ProgramAsync(string framework) => framework is EdgesRecordings.Eleven or EdgesRecordings.RuntimeAsync
        ? published.OnElevenAsync("AsyncProf.Target", framework == EdgesRecordings.RuntimeAsync)
        : Task.FromResult(TargetBuilds.Program(framework));

    private async Task<(AsyncProfile Profile, double PausedMs)> CollectAsync(string framework, string source, int thousands)
    {
        string file = Path.Combine(_directory.FullName, $"{framework}-{source}-{thousands}.nettrace");
        (int code, string output, string errors) = await Tool.RunAsync(["record", "--force", "--source", source, "-o", file, "--", TargetBuilds.Program(framework), "collects", thousands.ToString(CultureInfo.InvariantCulture)]);
        Assert.True(code == 0, output + errors);
        return (NettraceProfile.Load(file), double.Parse(output.Split('\n').Single(line => line.StartsWith("paused", StringComparison.Ordinal)).Split(' ')[1], CultureInfo.InvariantCulture));
    }
}

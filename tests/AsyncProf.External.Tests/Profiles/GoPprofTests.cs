using System.Globalization;
using System.Text.RegularExpressions;
using AsyncProf.Diffing;
using AsyncProf.Profiles;
using AsyncProf.Testing;
using AsyncProf.Testing.Simulation;

namespace AsyncProf.External.Tests.Profiles;

/// <summary>What Go's own pprof reads from our files, and what we read from its.</summary>
public sealed class GoPprofTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof-tests-");
    private readonly AsyncProfile _profile = Playback.Of(Program).Profile;
    private readonly string _file;

    public GoPprofTests()
    {
        _file = Path.Combine(_directory.FullName, "x.pb.gz");
        _profile.Save(_file);
    }

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [InlineData("elapsed")]
    [InlineData("task")]
    public async Task Top_OfEachAxis_HasOurTotals(string axis)
    {
        string output = await GoPprof.RunAsync($"-sample_index={axis}", "-unit=ns", "-top", "-nodecount=1000", "-nodefraction=0", _file);

        Assert.Contains($"Type: {axis}", output, StringComparison.Ordinal);
        long total = (axis == "task" ? _profile.Tree.TaskTotal : _profile.Tree.ElapsedTotal).TotalNs;
        Assert.Equal(total, Ns(Regex.Match(output, @"Total samples = ([\d.]+)ns").Groups[1].Value is { Length: > 0 } found ? found : Regex.Match(output, @"of ([\d.]+)ns total").Groups[1].Value));
        foreach (MethodRow row in _profile.Methods)
        {
            Match line = Regex.Match(output, $@"^\s*([\d.]+)(?:ns)?\s+[\d.]+%\s+[\d.]+%\s+([\d.]+)(?:ns)?\s+[\d.]+%\s+{Regex.Escape(row.Method)}$", RegexOptions.Multiline);
            Assert.True(line.Success, $"{row.Method} is not in\n{output}");
            Assert.Equal(axis == "task" ? row.TaskTotalNs : row.ElapsedTotalNs, Ns(line.Groups[2].Value));
        }
    }

    [Fact]
    public async Task Raw_ShowsTheTypesInTheirOrderAndTheDefault()
    {
        string output = await GoPprof.RunAsync("-raw", _file);

        Assert.Contains("operations/count wall/nanoseconds task.running/nanoseconds task.waiting/nanoseconds", output, StringComparison.Ordinal);
        Assert.Contains("elapsed/nanoseconds[dflt]", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TagFocus_OnDurations_FindsTheTail()
    {
        string output = await GoPprof.RunAsync("-tagfocus=asyncprof.duration=90ms:", "-top", "-nodefraction=0", _file);

        Assert.Contains("Slow", output, StringComparison.Ordinal);
        Assert.DoesNotContain("Fast", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Proto_ThatGoWrote_OpensAgainWithTheSameTimes()
    {
        string again = Path.Combine(_directory.FullName, "again.pb.gz");
        await GoPprof.RunAsync("-proto", $"-output={again}", _file);

        AsyncProfile read = AsyncProfile.Load(again);

        Assert.Equal(_profile.Tree.ElapsedTotal, read.Tree.ElapsedTotal);
        Assert.Equal(_profile.Tree.TaskTotal, read.Tree.TaskTotal);
        Assert.Equal(_profile.Methods.Select(row => (row.Method, row.Calls, row.WallNs)).Order(), read.Methods.Select(row => (row.Method, row.Calls, row.WallNs)).Order());
        Assert.Equal(_profile.Recording.Events, read.Recording.Events);
    }

    [Fact]
    public async Task Top_OfADifference_ShowsWhatShrankAsNegative()
    {
        string difference = Path.Combine(_directory.FullName, "diff.pb.gz");
        DiffProfile.Of(DiffSides.Base, 1, DiffSides.Head, 1).Save(difference);

        string output = await GoPprof.RunAsync("-sample_index=elapsed", "-unit=ms", "-top", "-nodefraction=0", difference);

        Assert.Matches(@"(?m)^\s*-100ms\s.*\sShop\.Cache\.ReadAsync$", output);
        Assert.Matches(@"(?m)^\s*300ms\s.*\sawait Task\.Delay$", output);
        Assert.DoesNotContain("GET /health", output, StringComparison.Ordinal); // has not changed
    }

    private static SimTask Program(Simulator s) => s.Method(
        "Main",
        [new Step.Yield(), new Step.Burn(3), new Step.Await(s.Method("Fast", [new Step.Await(s.Delay(10))])), new Step.Await(s.Method("Slow", [new Step.Burn(2), new Step.Await(s.Delay(100))]))]);

    private static long Ns(string text) => (long)double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
}

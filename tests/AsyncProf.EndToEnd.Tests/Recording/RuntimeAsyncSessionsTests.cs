using System.Globalization;
using System.Text.Json;
using AsyncProf.Decoding;
using AsyncProf.Profiles;
using AsyncProf.Recording;
using AsyncProf.Testing.Tiers;
using Edges;
using Edges.Judging;

namespace AsyncProf.EndToEnd.Tests.Recording;

/// <summary>Recordings of methods that .NET 11 suspends, beside each other, in the middle of what goes on, and many one after the other.</summary>
[Collection(RecordingCollection.Name)]
[Trait(Tier.Name, Tier.Deep)]
public sealed class RuntimeAsyncSessionsTests(PublishedPrograms published) : IDisposable
{
    /// <summary>A busy machine may start two timers in the wrong order; what is wrong for good is so every time.</summary>
    private const int Attempts = 4;

    /// <summary>Some of each kind, quick ones.</summary>
    private const string Patterns = "PlainSequence PlainAll PlainHot WaitLimit IterateOne LoopMethod SourceInline MixDown MixUp MixFail MixPooled";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof-tests-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [InlineData(nameof(RecordingSource.Agent), nameof(RecordingSource.EventPipe))]
    [InlineData(nameof(RecordingSource.EventPipe), nameof(RecordingSource.Agent))]
    [InlineData(nameof(RecordingSource.EventPipe), nameof(RecordingSource.EventPipe))]
    public async Task TwoRecordings_OneInsideTheOther_AreBothRight(string outer, string inner)
    {
        await using RunningProgram target = RunningProgram.Start(await published.OnElevenAsync("AsyncProf.Edges", isRuntimeAsync: true), "serve", "--lanes", "8", "--rounds", "2");
        Assert.Equal("ready", await target.ReadLineAsync());
        string[] faults = ["nothing was recorded"];

        for (int attempt = 0; attempt < Attempts && faults.Length > 0; attempt++)
        {
            List<string> said = [];
            string outerFile = In($"outer-{attempt}"), innerFile = In($"inner-{attempt}");
            await RecordAsync(target.Id, outer, outerFile, async () =>
            {
                said.Add((await target.AskAsync(Patterns))!);
                await RecordAsync(target.Id, inner, innerFile, async () => said.Add((await target.AskAsync(Patterns))!));
                said.Add((await target.AskAsync(Patterns))!);
            });
            faults = [.. FaultsOf("outer", outerFile, said), .. FaultsOf("inner", innerFile, [said[1]])];
        }

        Assert.True(faults.Length == 0, string.Join('\n', faults));
    }

    [Theory]
    [InlineData(nameof(RecordingSource.Agent))]
    [InlineData(nameof(RecordingSource.EventPipe))]
    public async Task Attach_WhileAChainIsSuspended_ShowsItWholeFromWhenItGoesOn(string source)
    {
        await using RunningProgram target = RunningProgram.Start(await published.OnElevenAsync("AsyncProf.Target", isRuntimeAsync: true), "idle");
        Assert.Equal("ready", await target.ReadLineAsync());
        Assert.Equal("held", await target.AskAsync("hold"));

        await RecordAsync(target.Id, source, In("held"), async () => Assert.Equal("released", await target.AskAsync("release")));

        AsyncProfile profile = NettraceProfile.Load(In("held"));
        RecordingAssert.IsSound(profile);
        Assert.InRange(profile.Recording.BegunBefore, 3, 10);
        CallNode releasing = Assert.Single(Assert.Single(profile.Tree.Children, node => node.Name == "Program.Main").Children, node => node.Name == "AsyncProf.Target.Held.ReleaseAsync");
        CallNode outer = Assert.Single(releasing.Children, node => node.Name == "AsyncProf.Target.Held.OuterAsync");
        CallNode middle = Assert.Single(outer.Children, node => node.Name == "AsyncProf.Target.Held.MiddleAsync");
        CallNode inner = Assert.Single(middle.Children, node => node.Name == "AsyncProf.Target.Held.InnerAsync");
        Assert.All<CallNode>([outer, middle, inner], node => Assert.InRange(Waits(node), 1, 1_000_000_000)); // each awaits a delay of its own after that, and is slow to do so on a busy machine
        Assert.Equal(0, await target.EndAsync());
    }

    [Fact]
    public async Task ManyRecordings_OneAfterTheOther_LeaveTheProcessAsItWas()
    {
        const int Agents = 50, Others = 4, WarmUp = 5, Squares = 200, Sum = Squares * (Squares + 1) * (2 * Squares + 1) / 6;
        await using RunningProgram target = RunningProgram.Start(await published.OnElevenAsync("AsyncProf.Target", isRuntimeAsync: true), "serve");
        Assert.Equal("ready", await target.ReadLineAsync());
        const int MostDisturbed = 3;
        int disturbed = 0;
        (int Files, int Threads) before = default;

        for (int cycle = 0; cycle < Agents + Others; cycle++)
        {
            string file = In($"{cycle}");
            await RecordAsync(target.Id, cycle < Agents ? nameof(RecordingSource.Agent) : nameof(RecordingSource.EventPipe), file, async () =>
                Assert.Equal(Sum.ToString(CultureInfo.InvariantCulture), await target.AskAsync($"squares {Squares}")));
            AsyncProfile profile = NettraceProfile.Load(file);
            RecordingAssert.AddsUp(profile);
            disturbed += profile.Recording.UnmatchedDispatches > 0 ? 1 : 0;
            Assert.Equal(Squares, Assert.Single(profile.Methods, row => row.Method == "AsyncProf.Target.Work.SquareAsync").Calls);
            File.Delete(file);
            if (cycle == WarmUp)
                before = Held(target.Id);
        }

        Assert.InRange(disturbed, 0, MostDisturbed); // a thread that is interrupted for long while it hands over a buffer is not waited for
        (int files, int threads) = Held(target.Id);
        Assert.InRange(files, 1, before.Files + 5);
        Assert.InRange(threads, 1, before.Threads + 8); // the pool's come and go
        Assert.Equal("144", await target.AskAsync("square 12"));
        Assert.Equal(0, await target.EndAsync());
    }

    private static async Task RecordAsync(int pid, string source, string path, Func<Task> act)
    {
        await using FileStream file = File.Create(path);
        using StartedRecording started = await StartedRecording.StartAsync(TargetProcess.Of(pid), Enum.Parse<RecordingSource>(source), isLaunched: false, Assert.Fail);
        await started.WriteAsync(file, Assert.Fail, CancellationToken.None);
        await act();
        await started.StopAsync(file);
    }

    /// <summary>What a recording says wrongly of several runs of the same patterns.</summary>
    private static IEnumerable<string> FaultsOf(string name, string file, IReadOnlyList<string> said)
    {
        string report;
        try
        {
            report = EdgesRecordings.Report(file);
        }
        catch (Xunit.Sdk.XunitException unsound)
        {
            return [$"{name}: {unsound.Message}"];
        }

        Outcome[] runs = [.. said.Select(line => JsonSerializer.Deserialize<Outcome>(line)!)];
        var all = new Outcome(runs[0].Runtime, [.. runs[0].Patterns.Select(pattern => pattern with { WallsNs = [.. runs.SelectMany(run => run.Patterns.Single(each => each.Name == pattern.Name).WallsNs)] })]);
        return Judge.Judged(report, JsonSerializer.Serialize(all))
            .Select(verdict => EdgesBounds.FaultOf(verdict, EdgesRecordings.RuntimeAsync, hasAgent: false)).OfType<string>().Select(fault => $"{name}: {fault}");
    }

    /// <summary>How many files a process has open, and how many threads.</summary>
    private static (int Files, int Threads) Held(int pid) => (Directory.GetFileSystemEntries($"/proc/{pid}/fd").Length, Directory.GetDirectories($"/proc/{pid}/task").Length);

    /// <summary>The time that a call waited itself, not for other calls.</summary>
    private static long Waits(CallNode node) => node.Children.Where(child => child.Kind == FrameKind.Leaf).Sum(child => child.TaskTotal.WaitingNs);

    private string In(string name) => Path.Combine(_directory.FullName, name + ".nettrace");
}

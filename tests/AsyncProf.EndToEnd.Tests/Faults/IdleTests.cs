using System.Globalization;
using AsyncProf.EndToEnd.Tests.Recording;
using AsyncProf.Testing;
using AsyncProf.Testing.Processes;

namespace AsyncProf.EndToEnd.Tests.Faults;

/// <summary>While nothing is recorded nothing of the profiler runs, and it allocates nothing: a process that does nothing itself stands still.</summary>
[Collection(RecordingCollection.Name)]
public sealed class IdleTests : IDisposable
{
    /// <summary>For five seconds commands of others may be on their way, and are followed.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(6);

    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(3);

    /// <summary>How often a process's threads may run. A timer that has been given up still wakes the runtime once, and a thread of its pool, which looks for work some times; whoever works ten times a second runs more often.</summary>
    private const long MostTurns = 25;

    /// <summary>A thread of the pool that looks for work lets others run meanwhile: on a busy machine each look would be a turn.</summary>
    private static readonly Dictionary<string, string> WithoutSpinning = new() { ["DOTNET_ThreadPool_UnfairSemaphoreSpinLimit"] = "0" };

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof-tests-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task Process_InWhichNothingIsCaptured_StandsStill()
    {
        string hosted = Built.Path("tests/programs/AsyncProf.Hosted", "AsyncProf.Hosted");
        await using RunningProgram bare = Start(hosted, "serve", "bare"), off = Start(hosted, "serve"), stopped = Start(hosted, "serve");
        await using RunningProgram injected = Start(TargetBuilds.Program("net10.0"), "idle");
        RunningProgram[] all = [bare, off, stopped, injected];
        foreach (RunningProgram program in all)
            Assert.Equal("ready", await program.ReadLineAsync());
        await EndAsync(off, "off"); // by the option Enabled
        await EndAsync(stopped, "stop"); // with its host
        (int code, _, string errors) = await Tool.RunAsync(
            "record", "--pid", injected.Id.ToString(CultureInfo.InvariantCulture), "--source", "agent", "-d", "300ms", "-o", Path.Combine(_directory.FullName, "x.nettrace"));
        Assert.True(code == 0, errors);
        foreach (RunningProgram program in all)
            Assert.Equal("49", await program.AskAsync("square 7"));
        await Task.Delay(Settling);

        long[] first = await EachAsync(all, AllocatedAsync), second = await EachAsync(all, AllocatedAsync);
        ThreadTurns[] before = [.. all.Select(program => new ThreadTurns(program.Id))];
        await Task.Delay(Watched);
        ThreadTurns[] after = [.. all.Select(program => new ThreadTurns(program.Id))];
        long[] third = await EachAsync(all, AllocatedAsync);

        Assert.DoesNotContain("AsyncProf", after.SelectMany(static process => process.Names)); // what our threads are called
        for (int i = 0; i < all.Length; i++)
        {
            IReadOnlyDictionary<string, long> ran = after[i].Since(before[i]);
            Assert.True(ran.Values.Sum() <= MostTurns, $"process {i}: {string.Join(", ", ran)}");
            Assert.InRange(third[i] - second[i], 0, 2 * (second[i] - first[i])); // the answer itself takes some
        }

        string? timers = await bare.AskAsync("timers");
        Assert.Equal((timers, timers), (await off.AskAsync("timers"), await stopped.AskAsync("timers")));
        foreach (RunningProgram program in all)
            Assert.Equal(0, await program.EndAsync());
    }

    private static RunningProgram Start(string program, params string[] arguments) => RunningProgram.Start(program, arguments, WithoutSpinning);

    private static async Task EndAsync(RunningProgram app, string command)
    {
        await Eventually.TrueAsync(() => app.AskAsync("status").GetAwaiter().GetResult()!.StartsWith("on|direct|", StringComparison.Ordinal), TimeSpan.FromSeconds(20));
        Assert.StartsWith("off|", await app.AskAsync(command), StringComparison.Ordinal);
    }

    private static async Task<long[]> EachAsync(RunningProgram[] programs, Func<RunningProgram, Task<long>> ask)
    {
        long[] answers = new long[programs.Length];
        for (int i = 0; i < answers.Length; i++)
            answers[i] = await ask(programs[i]);
        return answers;
    }

    private static async Task<long> AllocatedAsync(RunningProgram app) => long.Parse((await app.AskAsync("allocated"))!, CultureInfo.InvariantCulture);
}

using AsyncProf.Events;
using AsyncProf.Testing;
using AsyncProf.Testing.Simulation;

namespace AsyncProf.Core.Tests.Stitching;

/// <summary>What the stitcher keeps is bounded, whatever the program does; what it gives up is counted, and time is lost to nobody.</summary>
public class StitcherBoundsTests
{
    private readonly NameTable _names = new();

    [Fact]
    public void Process_OperationsThatNeverEnd_GivesUpTheOldest()
    {
        var playback = new Playback(_names, new PlaybackBounds(Operations: 100));
        for (int id = 1; id <= 1000; id++)
        {
            playback.Feed([Begin(id, id, "Pending")]);
            Assert.InRange(playback.Stitcher.Store.Operations.Count, 0, 101);
        }

        // The newest is known by name; the oldest looks as if it had begun before.
        playback.Feed([On(1001, AsyncEvent.WorkBegin(1001, 1000, TaskWork.Execution)), On(1003, AsyncEvent.WorkBegin(1003, 1, TaskWork.Execution))]);
        ProfileReading profile = playback.Finish();

        Assert.InRange(profile.Counts.GivenUp, 900, 1000);
        Assert.Equal(1, profile.Counts.BegunBefore);
        profile.Operation("Pending").Calls(0);
        Assert.Equal(0, profile.Profile.Recording.IllegalTransitions);
    }

    [Fact]
    public void Process_AwaitedOneIsGivenUp_ItsAwaiterWaitsForTheUnknown()
    {
        var playback = new Playback(_names, new PlaybackBounds(Operations: 12));
        playback.Feed([Begin(1, 1, "X"), Begin(2, 2, "P"), On(2, AsyncEvent.WaitBegin(2, 1, 2, WaitBehavior.Asynchronous))]);
        for (int id = 3; id <= 13; id++)
            playback.Feed([Begin(10, id, "Other")]);
        playback.Feed([Begin(30, 20, "Late")]);
        ProfileReading profile = playback.Finish();

        Assert.True(profile.Counts.GivenUp > 0);
        profile.Operation("X").Calls(0);
        profile.Operation("P").Ready(0);
    }

    [Fact]
    public void Process_DelaysThatNobodyAwaits_AreForgotten()
    {
        var playback = new Playback(_names, new PlaybackBounds(Operations: 100));
        for (int id = 1; id <= 1000; id++)
            playback.Feed([On(id, AsyncEvent.OperationBegin(id, id, _names.Intern("Task.Delay")))]);

        Assert.InRange(playback.Stitcher.Store.Operations.Count, 0, 101);
        Assert.InRange(playback.Stitcher.Pending, 0, 101);
    }

    [Fact]
    public void Process_TooManyInOneEntry_GivesTheEntryUpAndChargesItsOperations()
    {
        var simulator = new Simulator(_names);
        var playback = new Playback(_names, new PlaybackBounds(PerEntry: 50));
        playback.Feed(simulator.Play(simulator.Method("Loop", Loop(simulator, 200))));
        ProfileReading profile = playback.Finish();

        Assert.Equal(1, profile.Counts.EntriesGivenUp);
        profile.Operation("Item").Calls(200).Wall(600);
        Assert.Equal(["Loop"], profile.Roots);
    }

    [Fact]
    public void Snapshot_OfAnEntryThatIsOpenTooLong_ChargesWhatItDoes()
    {
        var simulator = new Simulator(_names);
        var playback = new Playback(_names, new PlaybackBounds(EntryTicks: 100));
        IReadOnlyList<LoggedEvent> log = simulator.Play(simulator.Method("Loop", Loop(simulator, 200)));
        int most = 0;
        for (int i = 0; i < log.Count; i++)
        {
            playback.Feed([log[i]]);
            if (i % 50 != 0)
                continue;
            playback.Stitcher.Snapshot(playback.Stitcher.Now);
            most = Math.Max(most, playback.Stitcher.Store.Operations.Count);
        }

        playback.Finish().Operation("Loop").ElapsedTotal(600);
        Assert.InRange(most, 1, 80);
    }

    [Fact]
    public void GiveUp_OfDelegatesAndTheirUnwraps_FreesBoth()
    {
        var trace = new TraceBuilder();
        var playback = new Playback(trace.Names, new PlaybackBounds(Operations: 100));
        for (int i = 0; i < 200; i++)
            trace.At(i + 1).Makes($"D{i}", "Task: x").Queues($"D{i}").Makes($"U{i}", "Task.Unwrap");
        for (int i = 0; i < 50; i++)
            trace.At(1000 + i).Begins($"M{i}").Runs($"M{i}").Ends($"M{i}").Leaves();
        playback.Feed(trace.Log);

        Assert.InRange(playback.Stitcher.Store.Operations.Count, 0, 101);
        Assert.Equal(0, playback.Stitcher.Counts.BegunBefore);
    }

    private static IEnumerable<Step> Loop(Simulator s, int items)
    {
        yield return new Step.Yield();
        yield return new Step.Mark(true, 1, "GET /stream");
        for (int i = 0; i < items; i++)
            yield return new Step.Await(s.Method("Item", [new Step.Await(s.Delay(3))]));
        yield return new Step.Mark(false, 1, "GET /stream");
    }

    private static LoggedEvent On(long time, AsyncEvent e) => new(1 + (int)(time % 3), e);

    private LoggedEvent Begin(long time, int id, string name) => On(time, AsyncEvent.OperationBegin(time, id, _names.Intern($"Async: <{name}>d__0")));
}

using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.Testing;
using AsyncProf.Testing.Simulation;

namespace AsyncProf.Core.Tests.Profiles;

public class ProfileBuilderTests
{
    [Fact]
    public void Build_ThreadsHeldAndLetGo_NotesTheLongestRunAndTheYields()
    {
        const int OneThread = 1;
        ProfileReading profile = Playback.Of(
            s =>
            {
                SimTask other = s.Run("Other", [new Step.Burn(3)]);
                return s.Method("Handler", [new Step.Yield(), new Step.Burn(5), new Step.Start(other), new Step.Yield(), new Step.Burn(7), new Step.Await(s.Delay(10)), new Step.Burn(6), new Step.Await(other)]);
            },
            OneThread);

        Assert.Equal(7_000_000, profile.Operation("Handler").Row.LongestRunNs);
        Assert.Equal(1, profile.Operation("Handler").Row.Yields); // the first found a thread at once
        Assert.Equal((3_000_000, 0), (profile.Operation("Other").Row.LongestRunNs, profile.Operation("Other").Row.Yields));
    }

    [Fact]
    public void Build_AWaitThatASnapshotCuts_IsOneWait()
    {
        var names = new NameTable();
        var simulator = new Simulator(names);
        var playback = new Playback(names);
        IReadOnlyList<LoggedEvent> log = simulator.Play(simulator.Method("Worker", [new Step.Await(simulator.Delay(1_000)), new Step.Await(simulator.Delay(10))]));
        long half = log[^1].Event.Timestamp / 2;
        playback.Feed(log.TakeWhile(logged => logged.Event.Timestamp < half));
        playback.Stitcher.Snapshot(half);
        playback.Feed(log.SkipWhile(logged => logged.Event.Timestamp < half));

        WaitRow wait = Assert.Single(playback.Finish().Operation("Worker").Row.Waits, wait => wait.On == "Task.Delay");

        Assert.Equal(2, wait.Count);
    }
}

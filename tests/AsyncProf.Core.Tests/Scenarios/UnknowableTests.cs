using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.Stitching.Records;
using AsyncProf.Testing;
using AsyncProf.Testing.Scenarios;
using AsyncProf.Testing.Simulation;

namespace AsyncProf.Core.Tests.Scenarios;

/// <summary>What events cannot tell is said to be unknown, with its number, and not guessed.</summary>
public class UnknowableTests
{
    [Fact]
    public void ReadyAfterATimer_IsWaitingAndSaidToMayIncludeReady()
    {
        // The pool's only thread is busy when the delay is over, so P goes on 40 late; no event tells since when it could.
        ProfileReading profile = Playback.Of(s => s.Method("P", [new Step.Post(s.Method("Hog", [new Step.Burn(50)])), new Step.Await(s.Delay(10))]), threads: 1);

        profile.Operation("P").Waiting(50).Ready(0).Awaits("await Task.Delay");
        Assert.Equal(1, profile.Profile.Recording.MaybeReady);
        Assert.Contains("1 waits may include time ready", Quality(profile), StringComparison.Ordinal);
    }

    [Fact]
    public void ReadyAfterAValueTaskSource_IsWaitingOnTheUnknownAndSaidToMayIncludeReady()
    {
        ProfileReading profile = new TraceBuilder().At(1).Begins("P").At(51).Runs("P").Ends("P").Leaves().Play();

        profile.Operation("P").Waiting(50).Ready(0).Awaits("await (unknown)");
        Assert.Equal(1, profile.Profile.Recording.MaybeReady);
        Assert.Equal(1.0, profile.Profile.Recording.UnknownAwaitShare);
        Assert.Contains("100.0", Quality(profile), StringComparison.Ordinal);
    }

    [Fact]
    public void SynchronousWaitThatNoEventTells_IsRunning()
    {
        SimTask? slow = null;
        ProfileReading profile = Playback.Of(s => s.Method("P", [new Step.Yield(), new Step.Start(slow = s.Run("Slow", [new Step.Burn(30)])), new Step.Hold([slow])]));

        profile.Operation("P").Running(30).Blocked(0);
    }

    [Fact]
    public void PrefixOfACall_IsBoundedAndLeftToTheCaller()
    {
        // Callee runs 20 before it suspends; Caller did 5 before it called, and nothing tells where the one ends and the other begins.
        ProfileReading profile = new TraceBuilder()
            .At(1).Begins("Caller").Yields()
            .At(10).Runs("Caller")
            .At(35).Begins("Callee").Awaits("Caller", "Callee").Leaves()
            .At(40).Runs("Callee").Ends("Callee").Completes("Callee").Runs("Caller").Ends("Caller").Leaves().Leaves().Leaves()
            .Play();

        profile.Operation("Caller").Running(25);
        profile.Operation("Callee").Running(0).Wall(5);
        Assert.Equal(25, ProfileReading.Ticks(profile.Operation("Callee").Row.PrefixAtMostNs));
        Assert.Contains("calls ran at most 25.0 ms, counted to their callers; of 1 nothing is known", Quality(profile), StringComparison.Ordinal);
    }

    [Fact]
    public void RequestWithoutOperations_ThatStopsOnAnotherThread_WaitsForTheUnknown()
    {
        // Its methods are compiled with runtime-async: nothing tells when they let the thread go.
        var trace = new TraceBuilder().At(1).Begins("Other");
        int name = trace.Names.Intern("GET /");
        List<LoggedEvent> log =
        [
            .. trace.Log,
            new(2, AsyncEvent.EntryStart(10, 7, EntryFlags.Request)),
            new(3, AsyncEvent.EntryStop(60, 7, name, EntryFlags.Request)),
            new(4, AsyncEvent.EntryStart(110, 8, EntryFlags.Request)),
            new(4, AsyncEvent.EntryStop(140, 8, name, EntryFlags.Request)),
        ];

        ProfileReading profile = Playback.Of(trace.Names, log);

        CallNode request = profile.Stack("GET /");
        Assert.Equal((30, 50), (ProfileReading.Ticks(request.ElapsedTotal.RunningNs), ProfileReading.Ticks(request.ElapsedTotal.WaitingNs)));
    }

    [Fact]
    public void BlockOutsideAnyOperation_IsNobodysAndSaid()
    {
        ProfileReading profile = new TraceBuilder()
            .At(1).Begins("X").Blocks("X")
            .On(2).At(31).Runs("X").Ends("X").Leaves()
            .On(1).At(40).Begins("Later")
            .Play();

        Assert.Equal(30, ProfileReading.Ticks(profile.Profile.Recording.PrefixBlockedNs));
        Assert.Contains("1 outside any operation, 30.0 ms", Quality(profile), StringComparison.Ordinal);
        Assert.Contains("X", profile.Roots);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void BlockOutsideAnyOperation_OfAThreadThatNeverGoesOn_LastsUntilTheTaskOrTheRecordingEnds(bool ends)
    {
        TraceBuilder trace = new TraceBuilder()
            .At(1).Begins("X").Blocks("X")
            .On(2).At(31).Runs("X");
        trace = ends ? trace.Ends("X").Leaves() : trace.Leaves();

        ProfileReading profile = trace.At(41).Begins("Later").Play();

        Assert.Equal(ends ? 30 : 40, ProfileReading.Ticks(profile.Profile.Recording.PrefixBlockedNs));
    }

    [Fact]
    public void ChildrenOfWhenEach_WithoutTheRule_AreSaidToHaveAnUnknownAwaiter()
    {
        ProfileReading profile = Playback.Of(ScenarioPrograms.WhenEach, rules: EdgeRules.All & ~EdgeRules.WhenEach);

        Assert.Contains("AsyncSleep  (3 awaiter unknown)", TextReport.Methods(profile.Profile), StringComparison.Ordinal);
        Assert.Contains("awaiter unknown: 3", Quality(profile), StringComparison.Ordinal);
        Assert.DoesNotContain(profile.Stack("WhenEach").Children, child => child.Name == "AsyncSleep");
    }

    [Fact]
    public void ChildrenOfAnUnfinishedWhenAll_AreNotGuessed()
    {
        ProfileReading profile = new TraceBuilder()
            .At(1).Begins("A").Begins("B").Makes("Join", "Task.WhenAll").Begins("P").Awaits("P", "Join")
            .At(11).On(2).Runs("A").Ends("A").Completes("A").Joins("Join").Leaves().Leaves()
            .At(21).Begins("Last")
            .Play();

        Assert.Equal(20, ProfileReading.Ticks(profile.Stack("P", "await Task.WhenAll").ElapsedSelf.WaitingNs));
        Assert.Contains("B", profile.Roots); // nothing says that it belongs to the join
    }

    [Fact]
    public void ChildThatCompletesAJoinOnABareThread_IsNotGuessed()
    {
        // The last child runs its continuations asynchronously: the 16 comes outside any bracket.
        ProfileReading profile = new TraceBuilder()
            .At(1).Makes("Join", "Task.WhenAll").Begins("P").Awaits("P", "Join")
            .At(21).On(2).Joins("Join").Ends("Join").Completes("Join").Runs("P").Ends("P").Leaves().Leaves()
            .Play();

        Assert.Equal(20, ProfileReading.Ticks(profile.Stack("P", "await Task.WhenAll").ElapsedSelf.WaitingNs));
    }

    [Fact]
    public void LosersOfAWhenAny_AreNotItsAwaitersTime()
    {
        ProfileReading profile = Playback.Of(s =>
        {
            SimTask fast = ScenarioPrograms.Sleep(s, "Fast", 10), slow = ScenarioPrograms.Sleep(s, "Slow", 50);
            return s.Method("P", [new Step.Yield(), new Step.Start(fast), new Step.Start(slow), new Step.Await(s.WhenAny(fast, slow))]);
        });

        profile.Operation("P").ElapsedTotal(10).Awaits("Fast");
        Assert.Equal(RootKind.Detached, Assert.Single(profile.Profile.Roots, root => root.Name == "Slow").Kind);
    }

    [Fact]
    public void CompleterOfATask_IsNamedAndCharged_Nothing()
    {
        ProfileReading profile = Playback.Of(ShapePrograms.Semaphore);

        profile.Operation("Locked").Awaits("await Task, completed by Locked");
        Assert.Equal(["Semaphore"], profile.Roots);
    }

    [Fact]
    public void ResumptionInAnothersSegment_NamesTheWakerAndIsNoEdge()
    {
        // Reader waits for a channel; Writer, that suspended long before and not just before it on that thread, hands over inline.
        ProfileReading profile = new TraceBuilder()
            .At(1).Begins("Writer").Yields()
            .At(2).On(2).Begins("Reader")
            .At(10).On(3).Runs("Writer").Runs("Reader").At(12).Ends("Reader").Leaves().Ends("Writer").Leaves()
            .Play();

        profile.Operation("Reader").Waiting(8).Awaits("await (unknown), resumed by Writer");
        profile.Operation("Writer").Ready(2 + 9).Awaits("(inlined Reader)");
        Assert.Equal(["Reader", "Writer"], profile.Roots);
    }

    [Fact]
    public void YieldOfTheCallerRightAfterAnUntoldSuspension_LooksLikeTheCallees()
    {
        // 14 and then 12 is what a method that yields first sends; a method that first waits for a socket, called by one that then yields, sends the same.
        ProfileReading profile = new TraceBuilder()
            .At(1).Begins("Caller").Yields()
            .At(5).Runs("Caller").Begins("Callee").Yields().Leaves()
            .At(9).Runs("Callee").Ends("Callee").Leaves().Runs("Caller").Ends("Caller").Leaves()
            .Play();

        profile.Operation("Callee").Ready(4);
        profile.Operation("Caller").Waiting(4).Awaits("await (unknown)");
    }

    private static string Quality(ProfileReading profile) => TextReport.Quality(profile.Profile.Recording);
}

using AsyncProf.Testing;

namespace AsyncProf.Core.Tests.Stitching.Dispatchers;

/// <summary>Suspensions of runtime-async of which nothing says what they are for: yields, moves to where a method must go on, and waits that go on elsewhere.</summary>
public class DispatchedWaitsTests
{
    private const string Helper = "";

    [Fact]
    public void Yield_OfAChain_IsReadyAndNotWaiting()
    {
        ProfileReading profile = new TraceBuilder()
            .At(1).Dispatches("A", "B", "A").Yields()
            .On(2).At(6).Continues("A", "B", "A").Steps().At(8).Returns().Steps().At(9).Suspends("A", "A").Yields()
            .On(1).At(12).Continues("A", "A").Steps().At(13).Returns().Finishes()
            .At(100).Begins("Later")
            .Play();

        AssertExact(profile);
        profile.Operation("B").Calls(1).Ready(5).Running(2).Waiting(0);
        profile.Operation("A").Calls(1).Ready(3).Running(1 + 1);
    }

    [Fact]
    public void Wait_ThatGoesOnElsewhere_IsTakenForTheDelayMadeDirectlyBefore()
    {
        ProfileReading profile = new TraceBuilder()
            .At(1).Makes("delay", "Task.Delay").Dispatches("A", Helper, "A")
            .On(2).At(21).Completes("delay").Leaves().Ends("delay")
            .On(3).At(24).Continues("A", Helper, "A").Steps().Returns().Steps().At(25).Returns().Finishes()
            .At(100).Begins("Later")
            .Play();

        AssertExact(profile);
        profile.Operation("A").Awaits("await Task.Delay").Waiting(20).Ready(3).Running(1);
    }

    [Fact]
    public void Wait_ThatWasTakenForADelay_IsWhatCompletesWhereItGoesOn()
    {
        // var pause = Task.Delay(20); await other;
        ProfileReading profile = new TraceBuilder()
            .At(1).Begins("Other").Makes("first", "Task.Delay").Awaits("Other", "first").Makes("pause", "Task.Delay").Dispatches("A", Helper, "A")
            .At(9).Ends("first").Completes("first").Runs("Other").At(10).Ends("Other").Completes("Other")
            .Continues("A", Helper, "A").Steps().Returns().Steps().At(12).Returns().Finishes().Leaves().Leaves().Leaves()
            .At(21).Completes("pause").Leaves().Ends("pause")
            .At(100).Begins("Later")
            .Play();

        AssertExact(profile);
        profile.Stack("A", "Other");
        profile.Operation("A").Waiting(0).Running(2);
    }

    [Fact]
    public void Move_ToWhereAChainMustGoOn_IsReadyAndNotAWait()
    {
        ProfileReading profile = new TraceBuilder()
            .At(1).Makes("delay", "Task.Delay").Dispatches("A", Helper, "B", "A")
            .On(2).At(21).Completes("delay").Continues("A", Helper, "B", "A").Steps().Returns().Suspends("A", "B", "A").Leaves().Ends("delay")
            .On(3).At(24).Continues("A", "B", "A").Steps().At(25).Returns().Steps().At(26).Returns().Finishes()
            .At(100).Begins("Later")
            .Play();

        AssertExact(profile);
        profile.Operation("B").Awaits("await Task.Delay").Waiting(20).Ready(3).Running(1);
    }

    [Fact]
    public void Move_AfterAWaitThatNothingTells_IsReadyAndNotAWait()
    {
        ProfileReading profile = new TraceBuilder()
            .At(1).Dispatches("A", Helper, "A")
            .On(2).At(21).Continues("A", Helper, "A").Steps().Returns().Suspends("A", "A")
            .On(3).At(24).Continues("A", "A").Steps().At(25).Returns().Finishes()
            .At(100).Begins("Later")
            .Play();

        AssertExact(profile);
        profile.Operation("A").Waiting(20).Ready(3).Running(1);
    }

    [Fact]
    public void Move_AtTheMomentOfTheSuspension_IsReadyAndNotAnotherWait()
    {
        ProfileReading profile = new TraceBuilder()
            .At(1).Dispatches("A", Helper, "A").Continues("A", Helper, "A").Steps().Returns().Suspends("A", "A")
            .On(2).At(24).Continues("A", "A").Steps().At(25).Returns().Finishes()
            .At(100).Begins("Later")
            .Play();

        AssertExact(profile);
        profile.Operation("A").Waiting(0).Ready(23).Running(1);
    }

    [Fact]
    public void Yield_OfACallThatTheRunnerHasJustMade_IsItsOwn()
    {
        ProfileReading profile = new TraceBuilder()
            .At(1).Makes("delay", "Task.Delay").Dispatches("A", Helper, "A")
            .At(11).Ends("delay").Completes("delay").Continues("A", Helper, "A").Steps().Returns().Steps().At(12).Suspends("A", "B", "A").Yields().Leaves()
            .On(2).At(15).Continues("A", "B", "A").Steps().At(16).Returns().Steps().At(17).Returns().Finishes()
            .At(100).Begins("Later")
            .Play();

        AssertExact(profile);
        profile.Operation("B").Ready(3).Waiting(0).Running(1);
        profile.Operation("A").Ready(0).Waiting(10).Running(2);
    }

    [Fact]
    public void Yield_OfACallerDirectlyAfterACallThatWaits_IsTheCallers()
    {
        ProfileReading profile = new TraceBuilder()
            .At(1).Begins("Machine").Yields()
            .At(2).Runs("Machine").Dispatches("A", Helper, "A").Yields().Leaves()
            .On(2).At(6).Runs("Machine").At(7).Ends("Machine").Leaves()
            .On(1).At(12).Continues("A", Helper, "A").Steps().Returns().Steps().At(13).Returns().Finishes()
            .At(100).Begins("Later")
            .Play();

        AssertExact(profile);
        profile.Operation("Machine").Ready(1 + 4).Running(1);
        profile.Operation("A").Ready(0).Waiting(10).Running(1);
    }

    private static void AssertExact(ProfileReading profile)
    {
        Assert.Equal(0, profile.Profile.Recording.IllegalTransitions);
        Assert.Equal(0, profile.Profile.Recording.Unmatched);
        Assert.Equal(0, profile.Profile.Recording.Unbalanced);
    }
}

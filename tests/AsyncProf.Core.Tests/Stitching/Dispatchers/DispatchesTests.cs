using AsyncProf.Events;
using AsyncProf.Testing;

namespace AsyncProf.Core.Tests.Stitching.Dispatchers;

/// <summary>Methods compiled as runtime-async: chains of calls behind one task, told by dispatchers. Expected values by hand, from the worked example of the runtime's contract.</summary>
public class DispatchesTests
{
    private const string Helper = "";

    [Fact]
    public void Chain_SuspendsAndGoesOn_IsATreeWithExactTimes()
    {
        // A awaits B awaits C awaits Delay(30); then B runs 3 and awaits Delay(20) itself.
        ProfileReading profile = new TraceBuilder()
            .At(1).Makes("first", "Task.Delay").Dispatches("A", Helper, "C", "B", "A")
            .On(2).At(31).Ends("first").Completes("first").Continues("A", Helper, "C", "B", "A").Steps().Returns().At(32).Steps().At(34).Returns()
            .Steps().At(37).Makes("second", "Task.Delay").Suspends("A", Helper, "B", "A").Leaves()
            .On(1).At(57).Ends("second").Completes("second").Continues("A", Helper, "B", "A").Steps().Returns().Steps().At(58).Returns().Steps().At(60).Returns().Finishes().Leaves()
            .At(100).Begins("Later")
            .Play();

        AssertExact(profile);
        Assert.Equal(["A"], Roots(profile));
        profile.Operation("A").ElapsedTotal(59);
        profile.Operation("A").Calls(1).Running(2).Waiting(0).Ready(0);
        profile.Operation("B").Calls(1).Running(3 + 1).Waiting(20);
        profile.Operation("C").Calls(1).Running(2).Waiting(30).Ready(1);
        profile.Stack("A", "B", "C");
    }

    [Fact]
    public void Wait_OnADelayThatIsMadeDirectlyBefore_HasItsName()
    {
        ProfileReading profile = new TraceBuilder()
            .At(1).Makes("delay", "Task.Delay").Dispatches("A", Helper, "A")
            .At(21).Ends("delay").Completes("delay").Continues("A", Helper, "A").Steps().Returns().Steps().Returns().Finishes().Leaves()
            .At(100).Begins("Later")
            .Play();

        AssertExact(profile);
        profile.Operation("A").Awaits("await Task.Delay").Waiting(20);
    }

    [Fact]
    public void Wait_OnAnIterator_IsAnEdgeThoughTheChainEndsInItsSegment()
    {
        // B takes from the iterator and ends; A, which awaits B, goes on in the same dispatch, and so does C, which awaits A's task: all before the iterator gives its thread back.
        ProfileReading profile = new TraceBuilder()
            .At(1).Begins("Iterate").Makes("delay", "Task.Delay").Awaits("Iterate", "delay").Dispatches("A", Helper, "B", "A").Dispatches("C", Helper, "C")
            .On(2).At(11).Ends("delay").Completes("delay").Runs("Iterate").At(13)
            .Continues("A", Helper, "B", "A").Steps().Returns().Steps().At(14).Ends("Iterate").At(15).Returns().Steps().At(17).Returns().At(18).Finishes()
            .Completes("A").Continues("C", Helper, "C").Steps().Returns().Steps().At(20).Returns().Finishes().Leaves()
            .Leaves().Leaves()
            .At(100).Begins("Later")
            .Play();

        AssertExact(profile);
        profile.Stack("C", "A", "B", "Iterate");
        profile.Operation("B").Waiting(0).Running(2);
        profile.Operation("Iterate").Calls(1).Waiting(10);
    }

    [Fact]
    public void Wait_OnATaskOfAStateMachine_IsAnEdge()
    {
        ProfileReading profile = new TraceBuilder()
            .At(1).Begins("Machine").Makes("delay", "Task.Delay").Awaits("Machine", "delay").Dispatches("A", Helper, "A")
            .At(11).Ends("delay").Completes("delay").Runs("Machine").At(13).Ends("Machine").Completes("Machine")
            .Continues("A", Helper, "A").Steps().Returns().Steps().At(16).Returns().Finishes().Leaves().Leaves().Leaves()
            .At(100).Begins("Later")
            .Play();

        AssertExact(profile);
        Assert.Equal(["A"], Roots(profile));
        profile.Operation("A").ElapsedTotal(15);
        profile.Operation("A").Calls(1).Waiting(0).Running(3);
        profile.Operation("Machine").Calls(1).Waiting(10).Running(2);
        profile.Stack("A", "Machine");
    }

    [Fact]
    public void StateMachine_ThatAwaitsAChain_IsItsParent()
    {
        ProfileReading profile = new TraceBuilder()
            .At(1).Makes("delay", "Task.Delay").Dispatches("A", Helper, "B", "A").Begins("Machine").Awaits("Machine", "A")
            .At(11).Ends("delay").Completes("delay").Continues("A", Helper, "B", "A").Steps().Returns().Steps().At(12).Returns().Steps().At(14).Returns().Finishes()
            .Completes("A").Runs("Machine").At(15).Ends("Machine").Leaves().Leaves().Leaves()
            .At(100).Begins("Later")
            .Play();

        AssertExact(profile);
        Assert.Equal(["Machine"], Roots(profile));
        profile.Operation("Machine").ElapsedTotal(14);
        profile.Stack("Machine", "A", "B");
        profile.Operation("Machine").Calls(1).Running(1).Waiting(0);
    }

    [Fact]
    public void Chain_ThatAwaitsTheTaskOfAnotherOne_IsItsParent()
    {
        ProfileReading profile = new TraceBuilder()
            .At(1).Makes("delay", "Task.Delay").Dispatches("X", Helper, "X").Dispatches("A", Helper, "A")
            .At(11).Ends("delay").Completes("delay").Continues("X", Helper, "X").Steps().Returns().Steps().At(12).Returns().Finishes()
            .Completes("X").Continues("A", Helper, "A").Steps().Returns().Steps().At(14).Returns().Finishes().Leaves().Leaves()
            .At(100).Begins("Later")
            .Play();

        AssertExact(profile);
        Assert.Equal(["A"], Roots(profile));
        profile.Operation("A").ElapsedTotal(13);
        profile.Stack("A", "X");
    }

    [Fact]
    public void Exception_ThroughSeveralMethods_EndsThemAllWithAnError()
    {
        ProfileReading profile = new TraceBuilder()
            .At(1).Makes("delay", "Task.Delay").Dispatches("A", Helper, "C", "B", "A")
            .At(11).Ends("delay").Completes("delay").Continues("A", Helper, "C", "B", "A").Steps().Returns().Steps().At(13).Unwinds(2).Steps().At(14).Returns().Finishes().Leaves()
            .At(100).Begins("Later")
            .Play();

        AssertExact(profile);
        profile.Operation("C").Calls(1).Errors(1).Running(2);
        profile.Operation("B").Calls(1).Errors(1).Running(0);
        profile.Operation("A").Calls(1).Errors(0).Running(1);
    }

    [Fact]
    public void Relay_OfAChainThatWasCanceled_StandsForIt()
    {
        ProfileReading profile = new TraceBuilder()
            .At(1).Makes("delay", "Task.Delay").Dispatches("A", Helper, "A").Begins("Machine").Awaits("Machine", "relay")
            .At(11).Ends("delay").Completes("delay").Continues("A", Helper, "A").Steps().Returns().Steps().At(13).Unwinds(1).Finishes()
            .Completes("A").Ends("relay", OperationStatus.Canceled).Completes("relay").Runs("Machine").At(14).Ends("Machine").Leaves().Leaves().Leaves().Leaves()
            .At(100).Begins("Later")
            .Play();

        AssertExact(profile);
        profile.Stack("Machine", "A");
        profile.Operation("Machine").Waiting(0).Running(1);
    }

    [Theory]
    [InlineData(int.MinValue + 1)]
    [InlineData(int.MaxValue)]
    [InlineData(-3)]
    public void Chain_WhileIdsOfTasksAreNegative_IsATree(int id)
    {
        ProfileReading profile = new TraceBuilder { FirstId = id }
            .At(1).Dispatches("A", Helper, "C", "B", "A").Dispatches("D", Helper, "F", "E", "D")
            .At(11).Continues("A", Helper, "C", "B", "A").Steps().Returns().Steps().At(13).Returns().Steps().Returns().Steps().Returns().Finishes()
            .At(21).Continues("D", Helper, "F", "E", "D").Steps().Returns().Steps().At(24).Returns().Steps().Returns().Steps().Returns().Finishes()
            .At(100).Begins("Later")
            .Play();

        AssertExact(profile);
        profile.Operation("C").Waiting(10).Running(2);
        profile.Operation("F").Waiting(20).Running(3);
        profile.Stack("A", "B", "C");
        profile.Stack("D", "E", "F");
    }

    [Fact]
    public void Reset_WhileAChainRuns_ChangesNothing()
    {
        ProfileReading profile = new TraceBuilder()
            .At(1).Makes("delay", "Task.Delay").Dispatches("A", Helper, "A")
            .At(11).Ends("delay").Completes("delay").Continues("A", Helper, "A").Steps().Returns().Steps()
            .At(14).Resets().Continues("A", "A")
            .At(16).Returns().Finishes().Leaves()
            .At(100).Begins("Later")
            .Play();

        AssertExact(profile);
        profile.Operation("A").Calls(1).Waiting(10).Running(5);
    }

    [Fact]
    public void Listening_FromTheMiddleOfAChain_SeesItFromThere()
    {
        ProfileReading profile = new TraceBuilder()
            .At(5).Resets().Continues("A", "B", "A").At(7).Returns().Steps().At(9).Makes("delay", "Task.Delay").Suspends("A", Helper, "A")
            .At(19).Ends("delay").Completes("delay").Continues("A", Helper, "A").Steps().Returns().Steps().At(20).Returns().Finishes().Leaves()
            .At(100).Begins("Later")
            .Play();

        AssertExact(profile);
        Assert.Equal(2, profile.Profile.Recording.BegunBefore);
        profile.Stack("A", "B");
    }

    [Fact]
    public void LostSuspension_NextStackDiffers_WhatIsGoneEnds()
    {
        ProfileReading profile = new TraceBuilder()
            .At(1).Makes("delay", "Task.Delay").Dispatches("A", Helper, "C", "B", "A")
            .At(11).Gap().At(12).Continues("A", Helper, "D", "A").Steps().Returns().Steps().At(13).Returns().Steps().At(14).Returns().Finishes()
            .At(100).Begins("Later")
            .Play();

        profile.Operation("A").Calls(1);
        profile.Operation("D").Calls(1);
        Assert.NotEqual(0, profile.Profile.Recording.Unmatched);
    }

    [Fact]
    public void Stacks_DeeperThanIsTold_DoNoHarm()
    {
        ProfileReading profile = new TraceBuilder()
            .At(1).Dispatches("A", Helper, "C", "B")
            .At(11).Continues("A", Helper, "C", "B").Steps().Returns().Steps().Returns().Steps().Returns().Steps().Returns().Steps().Returns().Finishes()
            .At(100).Begins("Later")
            .Play();

        profile.Operation("B").Calls(1);
        Assert.Equal(0, profile.Profile.Recording.IllegalTransitions);
    }

    private static IEnumerable<string> Roots(ProfileReading profile) => profile.Roots.Where(root => root != "Later");

    private static void AssertExact(ProfileReading profile)
    {
        Assert.Equal(0, profile.Profile.Recording.IllegalTransitions);
        Assert.Equal(0, profile.Profile.Recording.Unmatched);
        Assert.Equal(0, profile.Profile.Recording.Unbalanced);
    }
}

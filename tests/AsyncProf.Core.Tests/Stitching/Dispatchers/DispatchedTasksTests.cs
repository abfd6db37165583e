using AsyncProf.Profiles;
using AsyncProf.Testing;

namespace AsyncProf.Core.Tests.Stitching.Dispatchers;

/// <summary>
/// Chains of runtime-async where the TPL speaks of them: under a scheduler of the app's, when they await by a task's own awaiter, and when tasks can be looked up. As .NET 11.0 tells it, times by hand.
/// </summary>
public class DispatchedTasksTests
{
    private const string Helper = "", ChainTask = "System.Runtime.CompilerServices.AsyncHelpers+RuntimeAsyncTask";

    [Fact]
    public void Chain_ThatGoesOnInsideItself_IsRunOnce()
    {
        // A scheduler runs each call of the chain inside the one that ended; the outer ones say that they suspend when all is over.
        ProfileReading profile = new TraceBuilder()
            .At(1).Makes("delay", "Task.Delay").Dispatches("A", Helper, "C", "B", "A")
            .At(11).Ends("delay").Completes("delay").Continues("A", Helper, "C", "B", "A").Steps().Returns().Queues("task 1").Suspends("A", "C", "B", "A").Leaves()
            .At(12).Runs("task 1").Continues("A", "C", "B", "A").Steps().At(14).Returns()
            .Queues("task 2").Runs("task 2").Continues("A", "B", "A").Steps().At(17).Returns()
            .Queues("task 3").Runs("task 3").Continues("A", "A").Steps().At(21).Returns().Finishes().Completes("A").Leaves().Leaves().Ends("task 3")
            .At(25).Suspends("A", "A").Leaves().Ends("task 2").Suspends("A", "B", "A").Leaves().Ends("task 1")
            .At(100).Begins("Later")
            .Play();

        AssertExact(profile);
        Assert.Equal(["A"], profile.Roots.Where(root => root != "Later"));
        profile.Stack("A", "B", "C");
        profile.Operation("C").Waiting(10).Running(2);
        profile.Operation("B").Waiting(0).Running(3);
        profile.Operation("A").Waiting(0).Running(4);
        Assert.Equal([1, 1, 1], new[] { "A", "B", "C" }.Select(method => profile.Profile.Methods.Single(row => row.Method == method).Calls));
    }

    [Fact]
    public void Chain_ThatGoesOnElsewhereBeforeItSaysThatItSuspends_IsRunOnce()
    {
        ProfileReading profile = new TraceBuilder()
            .At(1).Dispatches("A", Helper, "B", "A")
            .At(11).Continues("A", Helper, "B", "A").Steps().Returns().Steps().At(13).Returns()
            .On(2).At(14).Continues("A", "A").Steps()
            .On(1).At(15).Suspends("A", "A")
            .On(2).At(18).Returns().Finishes()
            .At(100).Begins("Later")
            .Play();

        AssertExact(profile);
        profile.Stack("A", "B");
        profile.Operation("B").Running(2);
        profile.Operation("A").Running(4);
    }

    [Fact]
    public void Await_ByATasksOwnAwaiter_IsTheInnermostCalls()
    {
        ProfileReading profile = new TraceBuilder()
            .At(1).Dispatches("Load", Helper, "Load").Dispatches("A", "B", "A").Awaits("A", "Load")
            .At(11).Continues("Load", Helper, "Load").Steps().Returns().Steps().At(12).Returns().Finishes()
            .Completes("Load").Continues("A", "B", "A").Steps().At(14).Returns().Steps().At(15).Returns().Finishes().Leaves()
            .At(100).Begins("Later")
            .Play();

        AssertExact(profile);
        profile.Stack("A", "B", "Load");
        profile.Operation("B").Running(2).Waiting(0);
        profile.Operation("A").Running(1).Waiting(0);
    }

    [Fact]
    public void Await_OfSomethingElseThanWasMadeBefore_IsOfThat()
    {
        ProfileReading profile = new TraceBuilder()
            .At(1).Dispatches("Load", Helper, "Load").Makes("delay", "Task.Delay").Dispatches("A", "A").Awaits("A", "Load")
            .At(11).Continues("Load", Helper, "Load").Steps().Returns().Steps().At(12).Returns().Finishes()
            .Completes("Load").Continues("A", "A").Steps().At(15).Returns().Finishes().Leaves()
            .At(100).Begins("Later")
            .Play();

        AssertExact(profile);
        profile.Stack("A", "Load");
        profile.Operation("A").Running(3).Waiting(0);
    }

    [Fact]
    public void TaskOfAChain_ThatTheTplTellsOf_ChangesNothing()
    {
        AsyncProfile told = Chain(isToldTwice: true), alone = Chain(isToldTwice: false);

        Assert.Equal(Rows(alone), Rows(told));
        Assert.Equal(alone.Roots.Select(root => (root.Name, root.ElapsedNs)), told.Roots.Select(root => (root.Name, root.ElapsedNs)));

        static IEnumerable<(string, long, TimeByState, TimeByState)> Rows(AsyncProfile profile) => profile.Methods.Select(row => (row.Method, row.Calls, row.TaskSelf, row.ElapsedSelf));

        static AsyncProfile Chain(bool isToldTwice)
        {
            TraceBuilder trace = new TraceBuilder().At(1).Makes("delay", "Task.Delay").Dispatches("A", Helper, "B", "A");
            trace = isToldTwice ? trace.Makes("A", ChainTask).Awaits("A", "delay") : trace;
            trace = trace.At(11).Ends("delay").Completes("delay").Continues("A", Helper, "B", "A");
            trace = (isToldTwice ? trace.Runs("A") : trace).Steps().Returns().Steps().At(13).Makes("delay 2", "Task.Delay").Suspends("A", Helper, "B", "A");
            trace = (isToldTwice ? trace.Leaves().Awaits("A", "delay 2") : trace).Leaves();
            trace = trace.At(20).Ends("delay 2").Completes("delay 2").Continues("A", Helper, "B", "A");
            trace = (isToldTwice ? trace.Runs("A") : trace).Steps().Returns().Steps().At(22).Returns().Steps().At(23).Returns().Finishes();
            trace = (isToldTwice ? trace.Ends("A").Leaves() : trace).Completes("A").Leaves().Leaves();
            ProfileReading profile = trace.At(100).Begins("Later").Play();
            AssertExact(profile);
            profile.Stack("A", "B", "await Task.Delay");
            profile.Operation("B").Running(4);
            return profile.Profile;
        }
    }

    [Fact]
    public void Operation_ThatBeganBeforeAndAwaitsUnderAnotherId_IsOneThatGoesOn()
    {
        // Where dispatchers are told, a method that had suspended before awaits under an id that is not its task's.
        ProfileReading profile = new TraceBuilder()
            .At(1).Resets().Makes("delay", "Task.Delay").At(2).Runs("P").At(4).Awaits("another id", "delay").Leaves()
            .At(14).Ends("delay").Completes("delay").Runs("P").At(17).Awaits("another id", "task").Leaves().Leaves()
            .At(100).Begins("Later")
            .Play();

        AssertExact(profile);
        Assert.DoesNotContain(profile.Profile.Methods, row => row.Method.Contains("pooled", StringComparison.Ordinal));
        Assert.Equal(1, profile.Profile.Recording.BegunBefore);
    }

    private static void AssertExact(ProfileReading profile)
    {
        RecordingInfo recording = profile.Profile.Recording;
        Assert.Equal((0, 0, 0, 0), (recording.IllegalTransitions, recording.Unmatched, recording.UnmatchedDispatches, recording.Unbalanced));
    }
}

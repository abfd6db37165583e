using AsyncProf.Testing;

namespace AsyncProf.Core.Tests.Stitching.Dispatchers;

/// <summary>Async iterators, which are state machines always, whose consumers are compiled as runtime-async. Nothing but the iterator's last act tells that it was awaited.</summary>
public class DispatchedConsumersTests
{
    private const string Helper = "";

    [Fact]
    public void Consumer_EndsAndItsCallerGoesOn_AwaitedTheIterator()
    {
        ProfileReading profile = new TraceBuilder()
            .At(1).Makes("delay", "Task.Delay").Begins("Iterator").Awaits("Iterator", "delay").Dispatches("P", Helper, "R", "P")
            .At(11).Ends("delay").Completes("delay").Runs("Iterator").Ends("Iterator").Continues("P", Helper, "R", "P").Steps().Returns().Steps().At(12).Returns()
            .Steps().At(15).Returns().Finishes().Leaves().Leaves()
            .At(100).Begins("Later")
            .Play();

        AssertAwaited(profile, "P", "R", "Iterator");
        profile.Operation("R").Waiting(0).Running(1);
        profile.Operation("P").Waiting(0).Running(3);
    }

    [Fact]
    public void Consumer_EndsAndItsTasksAwaiterGoesOn_AwaitedTheIterator()
    {
        ProfileReading profile = new TraceBuilder()
            .At(1).Makes("delay", "Task.Delay").Begins("Iterator").Awaits("Iterator", "delay").Dispatches("R", Helper, "R").Begins("Machine").Awaits("Machine", "R")
            .At(11).Ends("delay").Completes("delay").Runs("Iterator").Ends("Iterator").Continues("R", Helper, "R").Steps().Returns().Steps().At(12).Returns().Finishes()
            .Completes("R").Runs("Machine").At(15).Ends("Machine").Leaves().Leaves().Leaves().Leaves()
            .At(100).Begins("Later")
            .Play();

        AssertAwaited(profile, "Machine", "R", "Iterator");
        profile.Operation("R").Waiting(0).Running(1);
        profile.Operation("Machine").Waiting(0).Running(3);
    }

    [Fact]
    public void Consumer_Yields_AwaitedTheIterator()
    {
        ProfileReading profile = new TraceBuilder()
            .At(1).Makes("delay", "Task.Delay").Begins("Iterator").Awaits("Iterator", "delay").Dispatches("R", Helper, "R")
            .At(11).Ends("delay").Completes("delay").Runs("Iterator").Continues("R", Helper, "R").Steps().Returns().Steps().At(12).Suspends("R", "R").Yields().Leaves().Leaves()
            .On(2).At(15).Continues("R", "R").Steps().Ends("Iterator").At(16).Returns().Finishes()
            .At(100).Begins("Later")
            .Play();

        AssertAwaited(profile, "R", "Iterator");
        profile.Operation("R").Waiting(0).Ready(3).Running(1 + 1);
    }

    [Fact]
    public void Consumer_MovesToWhereItMustGoOn_AwaitedTheIterator()
    {
        ProfileReading profile = new TraceBuilder()
            .At(1).Makes("delay", "Task.Delay").Begins("Iterator").Awaits("Iterator", "delay").Dispatches("R", Helper, "R")
            .At(11).Ends("delay").Completes("delay").Runs("Iterator").Continues("R", Helper, "R").Steps().Returns().Suspends("R", "R").At(12).Leaves().Leaves()
            .On(2).At(15).Continues("R", "R").Steps().Ends("Iterator").At(16).Returns().Finishes()
            .At(100).Begins("Later")
            .Play();

        AssertAwaited(profile, "R", "Iterator");
        profile.Operation("R").Waiting(0).Ready(4).Running(1);
    }

    [Fact]
    public void IteratorThatDoesSomethingElseAfterwards_WasNotAwaited()
    {
        // It completes what R awaits, and goes on: R's chain and its task lie between.
        ProfileReading profile = new TraceBuilder()
            .At(1).Makes("delay", "Task.Delay").Begins("Iterator").Awaits("Iterator", "delay").Dispatches("R", Helper, "R").Begins("Machine").Awaits("Machine", "R")
            .At(11).Ends("delay").Completes("delay").Runs("Iterator").Continues("R", Helper, "R").Steps().Returns().Steps().At(12).Returns().Finishes()
            .Completes("R").Runs("Machine").At(15).Ends("Machine").Leaves().Leaves().At(17).Makes("other", "Task.Delay").Awaits("Iterator", "other").Leaves().Leaves()
            .On(2).At(20).Ends("other").Completes("other").Runs("Iterator").At(21).Ends("Iterator").Leaves().Leaves()
            .At(100).Begins("Later")
            .Play();

        Assert.Equal(0, profile.Profile.Recording.IllegalTransitions);
        profile.Operation("R").Waiting(10).Running(1);
        profile.Operation("Iterator").Waiting(10 + 3).Ready(4).Running(2 + 1);
    }

    [Fact]
    public void IteratorThatWakesAChainByATask_WasNotAwaitedIfItGoesOn()
    {
        // It sets what A awaits, of which no event tells, and works on: as if somebody had asked for its item by a task.
        ProfileReading profile = new TraceBuilder()
            .At(1).Makes("delay", "Task.Delay").Begins("Iterator").Awaits("Iterator", "delay").Dispatches("A", Helper, "A")
            .At(11).Ends("delay").Completes("delay").Runs("Iterator").At(13).Completes("source").Continues("A", Helper, "A").Steps().Returns().Steps().At(14).Returns().Finishes().Leaves()
            .At(17).Makes("other", "Task.Delay").Awaits("Iterator", "other").Leaves().Leaves()
            .On(2).At(20).Ends("other").Completes("other").Runs("Iterator").At(21).Ends("Iterator").Leaves().Leaves()
            .At(100).Begins("Later")
            .Play();

        Assert.Equal(0, profile.Profile.Recording.IllegalTransitions);
        profile.Operation("A").Waiting(12).Running(1);
        profile.Operation("Iterator").Waiting(10 + 3).Ready(1).Running(2 + 3 + 1);
        Assert.Contains("Iterator", profile.Roots);
    }

    [Fact]
    public void IteratorThatIsAskedByATask_WasAwaited()
    {
        ProfileReading profile = new TraceBuilder()
            .At(1).Makes("delay", "Task.Delay").Begins("Iterator").Awaits("Iterator", "delay").Dispatches("R", Helper, "R")
            .At(11).Ends("delay").Completes("delay").Runs("Iterator").Ends("Iterator").Completes("item").Continues("R", Helper, "R").Steps().Returns().Steps().At(12).Returns().Finishes()
            .Leaves().Leaves().Leaves()
            .At(100).Begins("Later")
            .Play();

        AssertAwaited(profile, "R", "Iterator");
        profile.Operation("R").Waiting(0).Running(1);
    }

    private static void AssertAwaited(ProfileReading profile, params string[] stack)
    {
        Assert.Equal(0, profile.Profile.Recording.IllegalTransitions);
        Assert.Equal(0, profile.Profile.Recording.Unmatched);
        profile.Stack(stack);
        profile.Operation("Iterator").Calls(1).Waiting(10).Running(0);
    }
}

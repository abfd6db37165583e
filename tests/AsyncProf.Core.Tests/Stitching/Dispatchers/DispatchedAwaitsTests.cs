using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.Testing;

namespace AsyncProf.Core.Tests.Stitching.Dispatchers;

/// <summary>What calls compiled as runtime-async await of what is not: iterators, parallel loops, waits that give up, pooled boxes. As .NET 11.0 tells it, times by hand.</summary>
public class DispatchedAwaitsTests
{
    private const string Helper = "", Worker = "<ForEachAsync>b__0", Pooled = "(pooled async method)";

    [Fact]
    public void Iterator_WhoseConsumerEndsInIt_IsAwaited()
    {
        ProfileReading profile = new TraceBuilder()
            .At(1).Makes("delay", "Task.Delay").Begins("Items").Awaits("Items", "delay").Dispatches("A", Helper, "A")
            .At(11).Ends("delay").Completes("delay").Runs("Items").Continues("A", Helper, "A").Steps().Returns().Steps().At(12).Ends("Items").At(13).Returns().Finishes()
            .Completes("A").Leaves().Leaves().Leaves()
            .At(100).Begins("Later")
            .Play();

        AssertExact(profile);
        Assert.Equal(["A"], Roots(profile));
        profile.Operation("A").Waiting(0).Running(2);
        profile.Stack("A", "Items");
    }

    [Fact]
    public void Iterator_WhoseConsumerIsPartOfAChain_IsAwaited()
    {
        ProfileReading profile = new TraceBuilder()
            .At(1).Makes("delay", "Task.Delay").Begins("Items").Awaits("Items", "delay").Dispatches("A", Helper, "B", "A")
            .At(11).Ends("delay").Completes("delay").Runs("Items").Continues("A", Helper, "B", "A").Steps().Returns().Steps().At(12).Ends("Items").At(13).Returns()
            .Steps().At(15).Returns().Finishes().Completes("A").Leaves().Leaves().Leaves()
            .At(100).Begins("Later")
            .Play();

        AssertExact(profile);
        profile.Stack("A", "B", "Items");
        profile.Operation("B").Waiting(0).Running(2);
        profile.Operation("A").Waiting(0).Running(2);
    }

    [Fact]
    public void Iterator_ThatRunsAReaderBeforeItsConsumer_IsAwaitedByTheConsumerOnly()
    {
        ProfileReading profile = new TraceBuilder()
            .At(1).Dispatches("Reader", Helper, "Reader").Makes("delay", "Task.Delay").Begins("Items").Awaits("Items", "delay").Dispatches("A", Helper, "A")
            .At(11).Ends("delay").Completes("delay").Runs("Items")
            .Continues("Reader", Helper, "Reader").Steps().Returns().Steps().At(12).Returns().Finishes().Completes("Reader").Leaves()
            .Continues("A", Helper, "A").Steps().Returns().Steps().At(13).Ends("Items").At(14).Returns().Finishes().Completes("A").Leaves().Leaves().Leaves()
            .At(100).Begins("Later")
            .Play();

        AssertExact(profile);
        Assert.Equal(["A", "Reader"], Roots(profile));
        profile.Stack("A", "Items");
        Assert.DoesNotContain(profile.Stack("Reader").Children, child => child.Name == "Items");
    }

    [Fact]
    public void Iterator_ThatCompletesASource_IsNotAwaitedByWhoWaitsForThat()
    {
        ProfileReading profile = new TraceBuilder()
            .At(1).Dispatches("Waiter", Helper, "Waiter").Makes("delay", "Task.Delay").Begins("Items").Awaits("Items", "delay").Dispatches("A", Helper, "A")
            .At(11).Ends("delay").Completes("delay").Runs("Items")
            .Completes("source").Continues("Waiter", Helper, "Waiter").Steps().Returns().Steps().At(12).Returns().Finishes().Completes("Waiter").Leaves().Leaves()
            .Continues("A", Helper, "A").Steps().Returns().Steps().At(13).Ends("Items").At(14).Returns().Finishes().Completes("A").Leaves().Leaves().Leaves()
            .At(100).Begins("Later")
            .Play();

        AssertExact(profile);
        Assert.Equal(["A", "Waiter"], Roots(profile));
        profile.Stack("A", "Items");
    }

    [Fact]
    public void ParallelLoop_OfSeveralWorkers_IsAwaitedWithAllOfThem()
    {
        ProfileReading profile = new TraceBuilder()
            .On(3).At(1).Dispatches("A", Helper, "A")
            .On(1).At(2).Makes("one", "Task.Delay").Dispatches("B1", Helper, "Body").Dispatches("W1", Helper, Worker)
            .On(2).At(2).Makes("two", "Task.Delay").Dispatches("B2", Helper, "Body").Dispatches("W2", Helper, Worker)
            .On(1).At(12).Ends("one").Completes("one").Continues("B1", Helper, "Body").Steps().Returns().Steps().Returns().Finishes()
            .Completes("B1").Continues("W1", Helper, Worker).Steps().Returns().Steps().Returns().Finishes().Leaves().Leaves()
            .On(2).At(22).Ends("two").Completes("two").Continues("B2", Helper, "Body").Steps().Returns().Steps().Returns().Finishes()
            .Completes("B2").Continues("W2", Helper, Worker).Steps().Returns().Steps()
            .Completes("loop").Continues("A", Helper, "A").Steps().Returns().Steps().At(25).Returns().Finishes().Completes("A").Leaves().Leaves()
            .Returns().Finishes().Leaves().Leaves()
            .At(100).Begins("Later")
            .Play();

        AssertExact(profile);
        Assert.Equal(["A"], Roots(profile));
        profile.Operation("Body").Calls(2);
        Assert.Equal(1, profile.Counts.InferredBy(AsyncProf.Stitching.Records.EdgeRule.OtherWorker));
    }

    [Fact]
    public void Wait_ForWhatIsCancelled_EndsAsThatDoes()
    {
        ProfileReading profile = new TraceBuilder()
            .At(1).Makes("delay", "Task.Delay").Dispatches("X", Helper, "X").Dispatches("A", Helper, "A")
            .At(11).Ends("delay", OperationStatus.Canceled).Completes("delay").Continues("X", Helper, "X").Steps().Unwinds(2).Finishes()
            .Ends("X", OperationStatus.Canceled).Completes("X").Ends("wait", OperationStatus.Canceled).Completes("wait")
            .Continues("A", Helper, "A").Steps().Returns().Steps().At(12).Returns().Finishes().Leaves().Leaves().Leaves()
            .At(100).Begins("Later")
            .Play();

        AssertExact(profile);
        Assert.Equal(["A"], Roots(profile));
        profile.Stack("A", "X");
        MethodRow cancelled = Assert.Single(profile.Profile.Methods, row => row.Method == "X");
        Assert.Equal((0, 1), (cancelled.Errors, cancelled.Canceled));
    }

    [Fact]
    public void PooledBox_ThatHasAnIdOfItsOwn_IsStillAMethodByPlace()
    {
        ProfileReading profile = new TraceBuilder()
            .At(1).Resets().Makes("delay", "Task.Delay").Awaits("box", "delay").Dispatches("A", Helper, "A")
            .At(11).Ends("delay").Completes("delay").Continues("A", Helper, "A").Steps().Returns().Steps().At(13).Returns().Finishes().Leaves()
            .At(100).Begins("Later")
            .Play();

        AssertExact(profile);
        Assert.Equal(["A"], Roots(profile));
        profile.Stack("A", Pooled);
        profile.Operation(Pooled).Calls(1).ElapsedTotal(10);
        Assert.Equal(0, profile.Profile.Recording.BegunBefore);
    }

    [Fact]
    public void Steps_ThatNothingBegan_AreCounted()
    {
        ProfileReading profile = new TraceBuilder()
            .At(1).Resets().Returns().Finishes()
            .On(1).At(2).Continues("A", "A").Steps()
            .On(2).At(3).Continues("A", "A").Steps().Returns().Finishes() // it never suspended
            .At(100).Begins("Later")
            .Play();

        Assert.Equal((3, 3), (profile.Profile.Recording.UnmatchedDispatches, profile.Profile.Recording.Unmatched));
    }

    private static IEnumerable<string> Roots(ProfileReading profile) => profile.Roots.Where(root => root != "Later");

    private static void AssertExact(ProfileReading profile)
    {
        RecordingInfo recording = profile.Profile.Recording;
        Assert.Equal((0, 0, 0, 0), (recording.IllegalTransitions, recording.Unmatched, recording.UnmatchedDispatches, recording.Unbalanced));
    }
}

using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.Testing;

namespace AsyncProf.Core.Tests.Stitching.Tpl;

/// <summary>What the runtime tells of threads that wait on handles: blocked and not running, to the tick, whatever else is told of the thread.</summary>
public class HandleWaitsTests
{
    private const string Leaf = "blocked on (wait handle)";

    [Fact]
    public void Wait_InASegment_IsBlocked()
    {
        ProfileReading profile = Running().At(20).Waits().At(35).HasWaited().At(50).Ends("P").Leaves().Play();

        profile.Operation("P").Running(25).Blocked(15).Waiting(9).Wall(49).Awaits(Leaf);
        Assert.Equal(new HandleWaitInfo(1, 0, 0), profile.Profile.Recording.HandleWaits);
        Assert.Contains("waits on locks and other handles: 1 in operations", TextReport.Quality(profile.Profile.Recording), StringComparison.Ordinal);
    }

    [Fact]
    public void Wait_OfNobodyTold_LeavesAllAsItWas()
    {
        ProfileReading profile = Running().At(50).Ends("P").Leaves().Play();

        profile.Operation("P").Running(40).Blocked(0);
        Assert.Null(profile.Profile.Recording.HandleWaits);
        Assert.DoesNotContain("handles", TextReport.Quality(profile.Profile.Recording), StringComparison.Ordinal);
    }

    [Fact]
    public void Waits_OneInAnother_AreOne()
    {
        ProfileReading profile = Running().At(20).Waits().At(22).Waits(7).At(25).HasWaited().At(35).HasWaited().At(40).Waits().At(41).HasWaited().At(50).Ends("P").Leaves().Play();

        profile.Operation("P").Running(24).Blocked(16);
        Assert.Equal(2, Assert.Single(profile.Operation("P").Row.Waits, wait => wait.Kind == WaitKind.BlockedOnHandle).Count);
    }

    [Fact]
    public void Wait_OfATaskThatIsBlockedOn_StaysThatTasks()
    {
        ProfileReading profile = Running().At(20).Begins("X").Blocks("X").At(21).Waits(7).On(2).At(39).Runs("X").Ends("X").Leaves().On(1).At(41).HasWaited().At(50).Ends("P").Leaves().Play();

        profile.Operation("P").Running(21).Blocked(19).Awaits("blocked on X");
        Assert.DoesNotContain(profile.Frames(), frame => frame.Name == Leaf);
    }

    [Theory]
    [InlineData(true, 20, 0)]
    [InlineData(false, 30, 1)]
    public void Block_OfATaskWhoseEndIsNotTold_EndsWithItsWait(bool isTold, int blocked, double inferred)
    {
        TraceBuilder trace = Running().At(20).Makes("T", "Task").Blocks("T");
        trace = isTold ? trace.At(21).Waits(7).At(30).HasWaited().At(31).Waits(7).At(40).HasWaited() : trace;
        ProfileReading profile = trace.At(50).Ends("P").Leaves().Play();

        profile.Operation("P").Running(40 - blocked).Blocked(blocked).Awaits("blocked on Task");
        Assert.Equal(inferred, profile.Profile.Recording.InferredEndShare);
    }

    [Fact]
    public void Wait_OnAnotherObject_AfterABlockThatTimedOut_IsAWaitOfItsOwn()
    {
        ProfileReading profile = Running().At(20).Begins("X").Blocks("X").At(21).Waits(7).At(30).HasWaited().At(42).Waits().At(47).HasWaited().At(50).Ends("P").Leaves()
            .On(2).At(60).Runs("X").Ends("X").Leaves().Play();

        profile.Operation("P").Running(25).Blocked(15).Awaits("blocked on X").Awaits(Leaf);
    }

    [Fact]
    public void Wait_AfterTheTaskThatWasBlockedOnHasEnded_IsAWaitOfItsOwn()
    {
        ProfileReading profile = Running().At(20).Begins("X").Blocks("X").On(2).At(30).Runs("X").Ends("X").Leaves().On(1).At(40).Waits(7).At(45).HasWaited().At(50).Ends("P").Leaves().Play();

        profile.Operation("P").Running(25).Blocked(15).Awaits("blocked on X").Awaits(Leaf);
    }

    [Fact]
    public void Wait_OfATaskRunInline_IsThatTasks()
    {
        ProfileReading profile = Running().At(20).Queues("F").Makes("F", "Task: <F>b__0").Blocks("F").At(22).Runs("F").At(25).Waits().At(35).HasWaited().Ends("F").Leaves().At(50).Ends("P").Leaves().Play();

        MethodRow run = Assert.Single(profile.Profile.Methods, row => row.TaskSelf.BlockedNs > 0 && row.Method != "P");
        Assert.Equal(10, ProfileReading.Ticks(run.TaskSelf.BlockedNs));
        profile.Operation("P").Blocked(15);
    }

    [Fact]
    public void Wait_WithoutAnEnd_LastsUntilTheThreadsNextEventAndIsCounted()
    {
        ProfileReading profile = Running().At(20).Waits().At(40).Awaits("P", "Nothing").Leaves().At(50).Runs("P").Ends("P").Leaves().Play();

        profile.Operation("P").Running(10).Blocked(20).Waiting(19);
        Assert.Equal(1, profile.Profile.Recording.HandleWaits!.Unmatched);
    }

    [Fact]
    public void Wait_WithoutABegin_CostsNothingAndIsCounted()
    {
        ProfileReading profile = Running().At(20).HasWaited().At(30).HasWaited().At(50).Ends("P").Leaves().Play();

        profile.Operation("P").Running(40).Blocked(0);
        Assert.Equal(new HandleWaitInfo(0, 0, 2), profile.Profile.Recording.HandleWaits);
    }

    [Fact]
    public void Wait_WithoutABegin_OnAnIdleThread_IsCountedFromTheSecondOn()
    {
        ProfileReading profile = Running().At(20).On(9).Begins("Q").At(30).HasWaited().At(35).HasWaited().On(1).At(50).Ends("P").Leaves().Play();

        Assert.Equal(new HandleWaitInfo(0, 0, 1), profile.Profile.Recording.HandleWaits);
    }

    [Fact]
    public void Wait_OutsideAnyOperation_IsNobodys()
    {
        ProfileReading profile = Running().At(50).Ends("P").Leaves().At(55).Waits().At(70).HasWaited().On(9).Waits().On(1).At(80).Begins("Q").Play();

        Assert.Equal(new HandleWaitInfo(0, 2, 0), profile.Profile.Recording.HandleWaits);
        Assert.All(profile.Profile.Methods, row => Assert.Equal(0, row.TaskSelf.BlockedNs));
    }

    [Fact]
    public void Wait_InTheSynchronousPartOfARequest_IsTheRequests()
    {
        ProfileReading profile = new TraceBuilder().At(1).Begins("Other").At(10).Starts(7).At(20).Waits().At(35).HasWaited().At(50).Stops(7, "GET /").Play();

        CallNode request = profile.Stack("GET /");
        Assert.Equal((25, 15), (ProfileReading.Ticks(request.ElapsedTotal.RunningNs), ProfileReading.Ticks(request.ElapsedTotal.BlockedNs)));
    }

    [Fact]
    public void Wait_OfAnOperationThatAnotherThreadTakes_EndsThere()
    {
        // No thread can: it waits. A damaged log can say it.
        ProfileReading profile = Running().At(20).Waits().On(2).At(30).Runs("P").On(1).At(35).HasWaited().On(2).At(50).Ends("P").Leaves().Play();

        profile.Operation("P").Running(30).Blocked(10);
    }

    [Fact]
    public void Wait_BeforeAGapOfItsThread_EndsThere()
    {
        ProfileReading profile = Running().At(20).Waits().At(30).Gap().At(40).HasWaited().At(50).Runs("P").Ends("P").Leaves().Play();

        profile.Operation("P").Running(10).Blocked(10).Waiting(29);
    }

    [Fact]
    public void Wait_InAFarFutureOrPast_CostsNoTimeThatWasNot()
    {
        ProfileReading profile = Running().At(long.MaxValue - 1).Waits().At(50).Ends("P").Leaves().Play();

        profile.Operation("P").Running(40).Blocked(0);
    }

    private static TraceBuilder Running() => new TraceBuilder().At(1).Begins("P").At(10).Runs("P");
}

using AsyncProf.Testing;

namespace AsyncProf.Core.Tests.Stitching;

/// <summary>What is charged and held by nobody is gone before its grace is over; an await told late finds what it needs all the same.</summary>
public class RecyclerTests
{
    private const long Grace = 1_000;

    private readonly TraceBuilder _trace = new();

    [Fact]
    public void ChargedRequest_BeforeItsGraceIsOver_IsRecycled()
    {
        Playback playback = ServeRequest();

        Assert.Equal(1, playback.Stitcher.Store.Operations.Count); // the loop
        Assert.Equal(2, playback.Stitcher.Pending); // and what the request's method was called
        playback.Finish();
        Assert.Equal(1, playback.Stitcher.Pending);
    }

    [Fact]
    public void Await_ToldAfterTheEndOfWhatIsRecycled_IsReadyFromTheStart()
    {
        Playback playback = ServeRequest();
        int before = _trace.Log.Count;
        _trace.On(2).At(200).Begins("P").Awaits("P", "X").At(208).Runs("P").Ends("P").Leaves();
        playback.Feed(_trace.Log.Skip(before));

        ProfileReading profile = playback.Finish();

        profile.Operation("P").Calls(1).Wall(8).Ready(8).Waiting(0);
        profile.Operation("X").Calls(1).Wall(90);
        Assert.Equal(1, playback.Stitcher.Store.Operations.Count); // the loop, which goes on
    }

    [Fact]
    public void Await_OfAnIdThatEndedLongAgo_IsOfATaskThatNothingTells()
    {
        Playback playback = ServeRequest();
        int before = _trace.Log.Count;
        _trace.On(2).At(100 + Grace + 1).Begins("P").Awaits("P", "X").At(100 + Grace + 9).Runs("P").Ends("P").Leaves();
        playback.Feed(_trace.Log.Skip(before));

        playback.Finish().Operation("P").Waiting(8).Ready(0);
    }

    [Fact]
    public void Operation_InWhoseCompletionAnotherStillRuns_IsKept()
    {
        var playback = new Playback(_trace.Names, graceTicks: Grace);
        Request();
        playback.Feed(_trace.Log.SkipLast(3)); // nothing has unwound

        Assert.Equal(2, playback.Stitcher.Store.Operations.Count);
    }

    /// <summary>A loop serves a request, whose one method ends in it at 100.</summary>
    private Playback ServeRequest()
    {
        var playback = new Playback(_trace.Names, graceTicks: Grace);
        Request();
        playback.Feed(_trace.Log);
        playback.Stitcher.Advance(101);
        return playback;
    }

    private void Request() => _trace
        .At(1).Begins("Loop").Yields()
        .At(5).Runs("Loop").Starts(1)
        .At(10).Begins("X").Yields().Awaits("Loop", "X").Leaves()
        .At(100).Runs("X").Ends("X").Completes("X").Runs("Loop").Stops(1, "GET /")
        .Leaves().Leaves().Leaves();
}

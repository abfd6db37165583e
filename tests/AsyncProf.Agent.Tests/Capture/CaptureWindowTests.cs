using System.Diagnostics;
using AsyncProf.Capture;
using AsyncProf.Events;
using AsyncProf.Overhead;

namespace AsyncProf.Agent.Tests.Capture;

/// <summary>Windows of the capture of this process.</summary>
[Collection(CaptureCollection.Name)]
public sealed class CaptureWindowTests : IDisposable
{
    private static readonly ActivitySource Source = new("AsyncProf.Agent.Tests.Windows");

    private readonly CaptureHub _hub = CaptureHub.Instance;
    private readonly RequestDetails _details = new();
    private readonly ActivityListener _listener = new()
    {
        ShouldListenTo = static source => source == Source,
        Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
    };

    public CaptureWindowTests()
    {
        ActivitySource.AddActivityListener(_listener);
        _details.Allow(int.MaxValue);
        _hub.Details = _details;
    }

    public void Dispose()
    {
        _hub.Details = null;
        _listener.Dispose();
    }

    [Fact]
    public void CloseWindow_UntilItIsOpenedAgain_CapturesNoAwaits()
    {
        using IDisposable capture = _hub.Start();

        Assert.NotEqual(0, AwaitSome());
        _hub.CloseWindow();
        Assert.False(_hub.IsWindowOpen);
        Assert.Equal(0, AwaitSome());
        _hub.OpenWindow();
        Assert.NotEqual(0, AwaitSome());
    }

    [Fact]
    public void Start_AfterAStopInAPause_CapturesAgain()
    {
        using (_hub.Start())
            _hub.CloseWindow();
        using IDisposable capture = _hub.Start();

        Assert.True(_hub.IsWindowOpen);
        Assert.NotEqual(0, AwaitSome());
    }

    [Fact]
    public void OpenWindow_WithoutACapture_DoesNothing()
    {
        _hub.OpenWindow();

        Assert.False(_hub.IsWindowOpen);
        Assert.Equal(0, AwaitSome());
    }

    [Fact]
    public void Request_AsAWholeInAWindow_IsPromised()
    {
        using IDisposable capture = _hub.Start();
        Assert.Equal("full", DetailOf(() => { }));
        _hub.CloseWindow();
        _hub.OpenWindow();
        Assert.Equal("full", DetailOf(() => { }));
    }

    [Fact]
    public void Request_CutByAPause_SaysOutside()
    {
        using IDisposable capture = _hub.Start();
        long before = _hub.Outside.Value;

        Assert.Equal("outside", DetailOf(() => _hub.CloseWindow())); // its window ends
        Assert.Equal("outside", DetailOf(() => { })); // in a pause
        Assert.Equal("outside", DetailOf(_hub.OpenWindow)); // begun before its window
        Assert.Equal(
            "outside",
            DetailOf(() =>
            {
                _hub.CloseWindow();
                _hub.OpenWindow();
            })); // across a pause
        Assert.Equal(4, _hub.Outside.Value - before);
    }

    [Fact]
    public void CloseWindow_Returns_WhenTheCaptureEnded()
    {
        using IDisposable capture = _hub.Start();
        long before = Stopwatch.GetTimestamp();
        long closed = _hub.CloseWindow();

        Assert.InRange(closed, before, Stopwatch.GetTimestamp());
        Assert.All(EventsOfThisThread(), e => Assert.True(e.Timestamp <= closed));
    }

    [Fact]
    public void Since_OfEventsFromBeforeAndAfter_KeepsThoseFromThenOn()
    {
        AsyncEvent[] events = [.. new long[] { 1, 4, 4, 5, 9 }.Select(time => AsyncEvent.RequestStop(time))];

        Assert.Equal(5, CaptureWindows.Since(0, events).Length);
        Assert.Equal([4L, 4, 5, 9], CaptureWindows.Since(4, events).ToArray().Select(e => e.Timestamp));
        Assert.True(CaptureWindows.Since(long.MaxValue, events).IsEmpty);
    }

    [Fact]
    public void From_AroundAPauseThatIsCut_LeavesOutWhatIsWrittenInIt()
    {
        using IDisposable capture = _hub.Start();
        var windows = new CaptureWindows(_hub);
        windows.SetBudget(1e-9);
        long end = Stopwatch.GetTimestamp() + (10 * Stopwatch.Frequency), events = 0;
        while (_hub.IsWindowOpen && Stopwatch.GetTimestamp() < end)
            windows.Poll(Stopwatch.GetTimestamp(), events += 1000, requestSeconds: 0);
        Assert.False(_hub.IsWindowOpen);
        Assert.Equal(_hub.BegunAt, windows.From); // of the window that has closed, all is yet to be read
        long closed = windows.Cut();
        Assert.Equal(long.MaxValue, windows.From);
        using IDisposable hold = windows.Hold();

        Assert.InRange(windows.From, closed, Stopwatch.GetTimestamp());
    }

    [Fact]
    public void From_OfACaptureAfterAnother_LeavesOutWhatIsWrittenInBetween()
    {
        _hub.Start().Dispose();
        long between = Stopwatch.GetTimestamp();

        using IDisposable capture = _hub.Start();

        Assert.InRange(new CaptureWindows(_hub).From, between, Stopwatch.GetTimestamp());
    }

    /// <summary>Apps make up names: they must leave room for those of methods.</summary>
    [Fact]
    public void Requests_WithNamesWithoutEnd_UseUpAPartOfTheTableOnly()
    {
        using IDisposable capture = _hub.Start();
        int before = _hub.Names.Count;
        for (int i = 0; i < 10_000; i++)
        {
            using Activity request = Source.StartActivity($"order {i}", ActivityKind.Server)!;
        }

        Assert.InRange(_hub.Names.Count - before, 8_000, 8_200);
    }

    [Fact]
    public void Requests_WithoutNames_LeaveRoomForThoseThatHaveOne()
    {
        using IDisposable capture = _hub.Start();
        string name = $"order {Guid.NewGuid()}";
        for (int i = 0; i < 10_000; i++)
        {
            using Activity request = Source.StartActivity("request", ActivityKind.Server)!;
            request.DisplayName = i == 9_999 ? name : "";
        }

        Assert.NotEqual(NameTable.NoneId, _hub.Names.Known(name));
    }

    /// <summary>What is told as the cost of an event is divided by this.</summary>
    [Fact]
    public void AwaitSome_OfATrial_MakesAsManyEventsAsItIsTakenToMake()
    {
        using IDisposable capture = _hub.Start();
        int events = 0;
        var thread = new Thread(() => events = AwaitSome(100)) { Name = EventCost.ThreadName }; // a new one, whose first chunk has room for them
        thread.Start();
        thread.Join();

        Assert.Equal(100 * EventCost.EventsPerAwait, events);
    }

    [Fact]
    public void Measure_WithTheCaptureOnAndOff_TellsWhatItCosts()
    {
        EventCost.Measure();
        double off = EventCost.Measure(), on;
        using (_hub.Start())
        {
            EventCost.Measure();
            on = EventCost.Measure();
        }

        Assert.InRange((on - off) / EventCost.EventsPerAwait, 1e-9, 20e-6);
    }

    private static string? DetailOf(Action meanwhile)
    {
        using Activity request = Source.StartActivity("request", ActivityKind.Server)!;
        meanwhile();
        request.Stop();
        return request.GetTagItem(RequestDetails.Tag) as string;
    }

    /// <summary>How many events of tasks awaits on this thread make.</summary>
    private int AwaitSome(int count = 1)
    {
        int before = Count();
        EventCost.AwaitSome(count);
        return Count() - before;
    }

    private int Count() => EventsOfThisThread().Count(e => e.Kind is > AsyncEventKind.None and < AsyncEventKind.EntryStart);

    private AsyncEvent[] EventsOfThisThread() => _hub.BufferOfThisThread()!.Current is { } chunk ? [.. chunk.Events.Take(chunk.Count)] : [];
}

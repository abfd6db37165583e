using System.Diagnostics;
using AsyncProf.Events;
using AsyncProf.Overhead;

namespace AsyncProf.Capture;

/// <summary>
/// When is captured: always, or in windows that keep it within a budget. Windows open and close on the thread that reads; somebody who needs all that happens opens one at once, on any thread.
/// </summary>
internal sealed class CaptureWindows(CaptureHub hub)
{
    private const long Never = long.MaxValue;

    /// <summary>Who was interrupted while it wrote an event of the window has this time to finish.</summary>
    private static readonly long Slack = Stopwatch.Frequency / 100;

    /// <summary>So long the reading thread's CPU does not count: it compiles its own code and reads metadata, once, and no pause would make that less.</summary>
    private static readonly long StartingUp = 5 * Stopwatch.Frequency;

    private readonly object _lock = new();
    private readonly EventCost _cost = new(Stopwatch.Frequency);
    private readonly long _started = Stopwatch.GetTimestamp();
    private WindowController? _controller; // null: no limit
    private double _share = 1;
    private long _shedBefore;
    private int _holders;
    private long _closedAt = Never;
    private long _cutAt = Never;
    private long _openedAt;
    private long _from;
    private long _paused;
    private long _events;
    private double _startUp;
    private double _eventCost; // so far: what one costs may be known better later

    /// <summary>Up to when events belong to the window that has closed and has not been cut; never if there is none.</summary>
    public long CutAt
    {
        get
        {
            lock (_lock)
                return _cutAt;
        }
    }

    /// <summary>
    /// Events from before belong to no window: a thread that was interrupted in the middle of an event wrote it in a pause, or they are left of a capture before this one. To be asked after it is
    /// known up to when events are read; then what a window yet to open will capture is not among them.
    /// </summary>
    public long From
    {
        get
        {
            lock (_lock)
                return Math.Max(_from, hub.BegunAt);
        }
    }

    /// <summary>How often the capture paused.</summary>
    public long Pauses { get; private set; }

    /// <summary>Of those, the times when the buffers filled up.</summary>
    public long Shed => _shedBefore + (_controller?.Shed ?? 0);

    /// <summary>The share of the CPU that was used of late; 0 where nobody limits it, for then it is not estimated.</summary>
    public double UsedShare => _controller?.UsedShare ?? 0;

    /// <summary>The share of the time since the engine started in which was captured.</summary>
    public double ObservedShare(long now) => now <= _started ? 1 : 1 - ((double)Paused(now) / (now - _started));

    /// <summary>How long the capture has paused up to a moment, in ticks.</summary>
    public long Paused(long at)
    {
        lock (_lock)
            return _paused + (_closedAt == Never ? 0 : Math.Max(0, at - _closedAt));
    }

    /// <summary>Whether somebody needs all that happens.</summary>
    public bool IsHeld
    {
        get
        {
            lock (_lock)
                return _holders > 0;
        }
    }

    /// <summary>Sets which share of the CPU may be used; 1 for no limit.</summary>
    public void SetBudget(double share)
    {
        lock (_lock)
        {
            if (share == _share)
                return;
            _shedBefore = Shed;
            _share = share;
            _controller = null;
            Open();
            if (share < 1)
                _controller = new WindowController(share, AvailableCpu.Cores(), Stopwatch.Frequency, new Random(), Stopwatch.GetTimestamp());
        }
    }

    /// <summary>Captures all that happens from now on, until what it returns is disposed.</summary>
    public IDisposable Hold()
    {
        lock (_lock)
        {
            _holders++;
            Open();
        }

        return new Holding(this);
    }

    /// <summary>Opens or closes a window, if it is time, and listens to what requests need. The thread that reads only.</summary>
    /// <param name="now">Ticks of the stopwatch.</param>
    /// <param name="events">The events that have been captured so far, as far as is known.</param>
    /// <param name="requestSeconds">How long requests take.</param>
    public void Poll(long now, long events, double requestSeconds)
    {
        hub.Follow();
        lock (_lock)
        {
            if (_controller is not { } controller)
                return;
            _cost.Poll(now, () => hub.IsWindowOpen);
            _eventCost += Math.Max(0, events - _events) * _cost.Seconds;
            _events = events;
            double worked = ThreadCpu.Seconds();
            if (now - _started < StartingUp)
                _startUp = worked;
            double cost = _eventCost + worked - _startUp;
            bool isHeld = _holders > 0;
            if (controller.Decide(new WindowReading(now, cost, isHeld ? 0 : hub.Pool.Buffered, requestSeconds)))
            {
                Open();
            }
            else if (isHeld)
            {
                controller.Open(now);
                Open();
            }
            else
            {
                Close();
            }
        }
    }

    /// <summary>Of events in the order of their time, those that are not from before a moment.</summary>
    public static ReadOnlySpan<AsyncEvent> Since(long from, ReadOnlySpan<AsyncEvent> events)
    {
        int first = 0;
        while (first < events.Length && events[first].Timestamp < from)
            first++;
        return events[first..];
    }

    /// <summary>The window that had closed is cut. Returns when it closed.</summary>
    public long Cut()
    {
        lock (_lock)
        {
            long closed = _closedAt == Never ? _cutAt : Math.Min(_closedAt, _cutAt);
            _cutAt = Never;
            _from = _closedAt == Never ? _openedAt : Never;
            return closed;
        }
    }

    private void Open()
    {
        if (_closedAt == Never)
            return;
        _openedAt = Stopwatch.GetTimestamp();
        if (_cutAt == Never)
            _from = _openedAt;
        else
            _cutAt = Math.Min(_cutAt, _openedAt); // what comes from now on belongs to the next window
        hub.OpenWindow();
        _paused += Stopwatch.GetTimestamp() - _closedAt;
        _closedAt = Never;
    }

    private void Close()
    {
        if (_closedAt != Never || _cutAt != Never)
            return;
        _closedAt = hub.CloseWindow();
        _cutAt = _closedAt + Slack;
        Pauses++;
    }

    private void Release()
    {
        lock (_lock)
            _holders--;
    }

    private sealed class Holding(CaptureWindows windows) : IDisposable
    {
        private CaptureWindows? _windows = windows;

        public void Dispose() => Interlocked.Exchange(ref _windows, null)?.Release();
    }
}

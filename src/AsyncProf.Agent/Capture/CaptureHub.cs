using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using AsyncProf.Dispatches;
using AsyncProf.Events;
using AsyncProf.Frames;
using AsyncProf.Overhead;
using AsyncProf.Symbols.Places;

namespace AsyncProf.Capture;

/// <summary>
/// The capture of this process: one listener, however many ask for it, and the buffers of all threads. On while anybody has it started.
/// </summary>
internal sealed class CaptureHub
{
    private const string ExporterThreadPrefix = "OpenTelemetry-";

    /// <summary>Less than this two clocks may drift apart.</summary>
    private static readonly TimeSpan ClockStep = TimeSpan.FromMilliseconds(100);

    [ThreadStatic]
    private static ThreadBuffer? s_buffer;

    [ThreadStatic]
    private static bool s_excluded;

    private static readonly ConcurrentDictionary<ulong, Thread> Excluded = new();

    private readonly object _lock = new();
    private ThreadBuffer? _buffers;
    private EntryListener? _entries;
    private RequestListener? _requests;
    private ThrownListener? _thrown;
    private DispatchListener? _dispatcher;
    private volatile RequestDetails? _details;
    private CaptureMode _mode;
    private readonly List<Measuring> _measurings = [];
    private MeasuredUse _measured;
    private volatile bool _isWindowOpen;
    private long _insideSince;
    private DateTime _openedUtc;
    private long _openedAt;
    private long _begunAt;
    private int _users;
    private int _nextKey;
    private long _faults;

    private CaptureHub()
    {
        Exact = new ExactNames(this);
        Intake = new TplIntake(this);
        Hosting = new HostingSwitch(this);
    }

    /// <summary>The one of this process.</summary>
    public static CaptureHub Instance { get; } = new();

    /// <summary>The names that the events point to.</summary>
    public NameTable Names { get; } = new();

    /// <summary>The memory of the buffers; 64 MiB unless set otherwise.</summary>
    public ChunkPool Pool { get; } = new(64L << 20);

    /// <summary>Where operations begin and suspend.</summary>
    public PlaceTable Places { get; } = new();

    /// <summary>Which methods passed a task on.</summary>
    public PassedFrames Passed { get; } = new();

    /// <summary>Which method an event is about, and which of its awaits.</summary>
    public ExactNames Exact { get; }

    /// <summary>How events of the Task Parallel Library get here.</summary>
    public TplIntake Intake { get; }

    /// <summary>Whether ASP.NET Core's own events of requests are listened to.</summary>
    public HostingSwitch Hosting { get; }

    /// <summary>How they are to.</summary>
    /// <remarks>Changing it while the capture is on loses what happens at that moment.</remarks>
    public CaptureMode Mode
    {
        get => _mode;
        set
        {
            lock (_lock)
            {
                if (value == _mode)
                    return;
                _mode = value;
                if (!_isWindowOpen)
                    return;
                Intake.Stop();
                Intake.Start(value, _measured);
            }
        }
    }

    /// <summary>Who waits for whom, where no event tells; off unless somebody asks for it.</summary>
    public ExactEdges Edges { get; } = new();

    /// <summary>What threads use beside time; nothing unless somebody asks for it.</summary>
    public UseMeter Uses { get; } = new();

    /// <summary>What is told of methods compiled as runtime-async.</summary>
    public DispatchQueue Dispatches { get; } = new();

    /// <summary>Activities that stopped and are recorded, the app's and not ours.</summary>
    public StripedCount Recorded { get; } = new();

    /// <summary>Where requests say whether spans of their operations follow; null while nobody makes spans.</summary>
    public RequestDetails? Details
    {
        get => _details;
        set => _details = value;
    }

    /// <summary>Recorded requests that stopped and were not captured whole, because no window was open all the time.</summary>
    public StripedCount Outside { get; } = new();

    /// <summary>Whether what tasks do is captured. Outside of windows only entries are watched, so that they can say that they were not seen.</summary>
    public bool IsWindowOpen => _isWindowOpen;

    public bool IsOn => Volatile.Read(ref _users) > 0;

    /// <summary>When the capture was last begun, in ticks of the stopwatch. What the buffers hold from before is of one that has ended: nothing tells what went on in between.</summary>
    public long BegunAt => Volatile.Read(ref _begunAt);

    /// <summary>Callbacks that failed. They never reach the app; anything but 0 is a bug of ours.</summary>
    public long Faults => Volatile.Read(ref _faults) + Dispatches.Faults + Intake.Faults;

    /// <summary>The newest of the buffers; the others follow by <see cref="ThreadBuffer.Next"/>.</summary>
    public ThreadBuffer? Buffers => Volatile.Read(ref _buffers);

    /// <summary>This thread belongs to the profiler: nothing it does is captured.</summary>
    public static void ExcludeThisThread()
    {
        s_excluded = true;
        if (RuntimeAsync.IsUsedHere)
            Excluded[OsThread.Current] = Thread.CurrentThread;
    }

    /// <summary>Whether this thread belongs to the profiler.</summary>
    public static bool IsThisThreadExcluded => s_excluded;

    /// <summary>Whether a thread of the operating system's id belongs to the profiler.</summary>
    public static bool IsExcluded(ulong osThread)
    {
        if (!Excluded.TryGetValue(osThread, out Thread? thread))
            return false;
        if (thread.IsAlive)
            return true;
        Excluded.TryRemove(new(osThread, thread)); // the id may come again
        return false;
    }

    /// <summary>Asks for the capture to be on. Dispose what it returns to give it up.</summary>
    /// <param name="exactEdges">Whether the process's own tasks are looked at as well, for as long.</param>
    /// <param name="mode">How events are to be received, if nobody has it on yet; null for as they are.</param>
    /// <param name="measured">What is to be measured of threads, beside what is measured already.</param>
    /// <param name="mayMeasure">Whether bytes may be asked for later: then it is tried at the beginning what the runtime itself allocates, which takes some 10 ms once.</param>
    public IDisposable Start(bool exactEdges = false, CaptureMode? mode = null, MeasuredUse measured = MeasuredUse.None, bool mayMeasure = false)
    {
        IDisposable? edges = exactEdges ? Edges.Start() : null; // first, so that the table has what the events tell of
        IDisposable? measuring = measured == MeasuredUse.None ? null : Measure(measured);
        lock (_lock)
        {
            if (_users++ == 0)
            {
                Volatile.Write(ref _begunAt, Stopwatch.GetTimestamp());
                _mode = mode ?? _mode;
                Intake.TriesTracing |= mayMeasure;
                Exact.Start();
                _entries = new EntryListener(this);
                _requests = new RequestListener(this);
                Hosting.Forget();
                Listen();
                (_insideSince, _isWindowOpen) = (0, true);
            }
        }

        return new Use(this, edges, measuring);
    }

    /// <summary>Has something measured of threads, while the capture is on, until what it returns is disposed.</summary>
    /// <remarks>What the runtime itself allocates cannot be tried any more where the capture is on and nobody had said that bytes may be asked for: then it is not taken out.</remarks>
    public IDisposable Measure(MeasuredUse measured)
    {
        var wish = new Measuring(this, measured);
        lock (_lock)
        {
            _measurings.Add(wish);
            FollowMeasurings();
        }

        return wish;
    }

    /// <summary>What tasks do is captured no more, until a window is opened again or the capture begins anew. Requests that are not over are cut.</summary>
    /// <returns>Up to when all was captured, in ticks of the stopwatch.</returns>
    public long CloseWindow()
    {
        lock (_lock)
        {
            if (!_isWindowOpen)
                return Stopwatch.GetTimestamp();
            _isWindowOpen = false; // first: who stops from now on may not be whole any more
            Volatile.Write(ref _insideSince, long.MaxValue);
            return StopListening();
        }
    }

    /// <summary>What tasks do is captured again.</summary>
    public void OpenWindow()
    {
        lock (_lock)
        {
            if (_users == 0 || _isWindowOpen)
                return;
            Listen();
            _isWindowOpen = true;
            (_openedUtc, _openedAt) = (DateTime.UtcNow, Stopwatch.GetTimestamp());
            Volatile.Write(ref _insideSince, _openedUtc.Ticks); // last: who starts from now on is surely marked
        }
    }

    /// <summary>Follows what callbacks have found out, and the clock. The thread that reads only.</summary>
    public void Follow()
    {
        if (!_isWindowOpen)
            return;
        lock (_lock)
        {
            if (!_isWindowOpen)
                return;
            Hosting.Follow();
            if (Intake.HasFailed)
                Intake.Start(_mode, _measured);
            FollowClock();
        }
    }

    /// <summary>Whether a request lies in the open window as a whole up to now.</summary>
    public bool IsInside(Activity request) => _isWindowOpen && request.StartTimeUtc.Ticks >= Volatile.Read(ref _insideSince);

    /// <summary>The buffer of this thread; null if the thread is the profiler's own.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ThreadBuffer? BufferOfThisThread() => s_buffer ?? (s_excluded ? null : Register());

    /// <summary>A buffer for a thread that has captured nothing itself: what dispatchers do on it is told by others. Nobody writes into it.</summary>
    public ThreadBuffer ForOsThread(ulong osThread) => new(Interlocked.Increment(ref _nextKey), thread: null, ignored: false, Pool, osThread: osThread);

    public void CountFault() => Interlocked.Increment(ref _faults);

    /// <summary>Forgets the buffers of threads that have ended and whose events have all been read. The reader's alone.</summary>
    public void Forget(Func<ThreadBuffer, bool> isDone)
    {
        // New buffers are only ever put at the head, so whatever follows it may be unlinked without a lock.
        for (ThreadBuffer? buffer = Buffers; buffer?.Next is { } next;)
        {
            if (isDone(next))
            {
                Uses.Forget(next);
                buffer.Next = next.Next;
            }
            else
            {
                buffer = next;
            }
        }
    }

    /// <summary>Activities begin by the clock of the day: when that is set back, those of now must not seem to have begun before the window.</summary>
    private void FollowClock()
    {
        if (_insideSince == 0)
            return; // the first window: all that began is inside
        TimeSpan back = Stopwatch.GetElapsedTime(_openedAt) - (DateTime.UtcNow - _openedUtc);
        if (back < ClockStep)
            return;
        _openedUtc -= back;
        Volatile.Write(ref _insideSince, _openedUtc.Ticks);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ThreadBuffer Register()
    {
        Thread thread = Thread.CurrentThread;
        bool ignored = thread.Name is { } name && (name == EventCost.ThreadName || name.StartsWith(ExporterThreadPrefix, StringComparison.Ordinal));
        var buffer = new ThreadBuffer(Interlocked.Increment(ref _nextKey), thread, ignored, Pool, Exact.IsWalking ? ThreadStack.TopOfThisThread() : 0, OsThread.Current);
        ThreadBuffer? head;
        do
        {
            head = Volatile.Read(ref _buffers);
            buffer.Next = head;
        }
        while (Interlocked.CompareExchange(ref _buffers, buffer, head) != head);
        s_buffer = buffer;
        return buffer;
    }

    private void FollowMeasurings()
    {
        MeasuredUse measured = _measurings.Aggregate(MeasuredUse.None, static (sum, wish) => sum | wish.Measured);
        if (measured == _measured)
            return;
        bool isMore = (measured & ~_measured) != 0;
        _measured = measured;
        if (!_isWindowOpen)
            return;
        if (!isMore)
        {
            Uses.Narrow(measured, Buffers);
            return;
        }

        Uses.Begin(measured, Buffers); // the events go on: who missed some would never know what has ended
    }

    private void Listen()
    {
        _thrown = new ThrownListener(this);
        if (RuntimeAsync.IsUsedHere)
            _dispatcher = new DispatchListener(Dispatches);
        Hosting.Follow();
        Intake.Start(_mode, _measured);
    }

    private long StopListening()
    {
        Intake.Stop();
        Uses.End(Buffers);
        long stopped = Stopwatch.GetTimestamp(); // here: what follows has dispatchers flushed, which takes a while
        Hosting.Stop();
        _thrown?.Dispose();
        _dispatcher?.Dispose();
        _thrown = null;
        _dispatcher = null;
        return stopped;
    }

    private void Stop()
    {
        lock (_lock)
        {
            if (--_users > 0)
                return;
            _isWindowOpen = false;
            StopListening();
            _entries?.Dispose();
            _requests?.Dispose();
            _entries = null;
            _requests = null;
        }
    }

    private sealed class Use(CaptureHub hub, IDisposable? edges, IDisposable? measuring) : IDisposable
    {
        private CaptureHub? _hub = hub;

        public void Dispose()
        {
            Interlocked.Exchange(ref _hub, null)?.Stop();
            edges?.Dispose();
            measuring?.Dispose();
        }
    }

    private sealed class Measuring(CaptureHub hub, MeasuredUse measured) : IDisposable
    {
        public MeasuredUse Measured => measured;

        public void Dispose()
        {
            lock (hub._lock)
            {
                if (hub._measurings.Remove(this))
                    hub.FollowMeasurings();
            }
        }
    }
}

using System.Diagnostics;
using AsyncProf.Capture;
using AsyncProf.Clocks;
using AsyncProf.Stitching;
using AsyncProf.Stitching.Records;

namespace AsyncProf.Waits;

/// <summary>
/// Brings waits of threads between the events of their time. They come later than events: who merges those goes no further than what is complete here. The engine's thread only.
/// </summary>
internal sealed class WaitFeed
{
    /// <summary>So long is waited for waits, in ticks. What comes later is taken to happen when it comes.</summary>
    public static readonly long LongestLag = Stopwatch.Frequency * 3 / 10;

    /// <summary>Two clocks may differ by so much.</summary>
    private static readonly long Inexact = Stopwatch.Frequency / 1000;

    private readonly Queue<(long Time, ToldWait Wait)> _waiting = new();
    private readonly Dictionary<long, ThreadWork> _threads = [];
    private WaitQueue? _queue;
    private IDisposable? _listener;
    // The runtime measures events by the clock of the stopwatch, and tells them by that of the day as it was when it began to: one reading of both taken then brings them back, whether
    // the day's clock is set meanwhile or not. It begins anew when another listener of the process asks it for other events: only what was set between is wrong then.
    private ClockAnchor _clock;
    private long _since; // before the runtime was asked to tell: it begins to before it says that it has
    private long _own;
    private long _lost;

    /// <summary>Waits that had no room, or whose times cannot be.</summary>
    public long Lost => _lost + (_queue?.Lost ?? 0);

    /// <summary>Whether somebody tells of any.</summary>
    public bool IsOpen => _queue is not null;

    /// <summary>The moment of the next one, in ticks; the end of time where there is none.</summary>
    public long Next { get; private set; } = long.MaxValue;

    /// <summary>The moment up to which all waits have come, or are waited for no longer, in ticks; the end of time while nobody tells of any.</summary>
    public long Complete(long now) => _queue is { } queue ? Math.Max(now - LongestLag, Math.Min(now, _clock.ToTick(queue.Newest))) : long.MaxValue;

    /// <summary>Has the runtime tell of waits from now on, if it can.</summary>
    public void Open()
    {
        if (Environment.Version.Major < 9)
            return;
        Open(queue => new WaitListener(queue));
    }

    /// <summary>The same, whoever listens.</summary>
    /// <param name="listen">Begins to. What is told before it returns is of the recording as well: the engine has stitched nothing meanwhile.</param>
    public void Open(Func<WaitQueue, IDisposable> listen)
    {
        var queue = new WaitQueue();
        long since = Stopwatch.GetTimestamp();
        IDisposable listener = listen(queue);
        Open(queue, ClockAnchor.Read(), since, (long)OsThread.Current);
        _listener = listener;
    }

    /// <summary>The same, whoever tells.</summary>
    /// <param name="queue">Where it comes.</param>
    /// <param name="clock">The clock that it is told by.</param>
    /// <param name="since">Since when, in ticks.</param>
    /// <param name="own">The thread whose waits are nobody's; that they are told says how far all have come.</param>
    public void Open(WaitQueue queue, ClockAnchor clock, long since, long own) => (_queue, _clock, _since, _own) = (queue, clock, since, own);

    /// <summary>Has it tell of no more; what has not been handed out is forgotten.</summary>
    public void Close()
    {
        _listener?.Dispose();
        _listener = null;
        _lost = Lost;
        _queue = null;
        _waiting.Clear();
        _threads.Clear();
        Next = long.MaxValue;
    }

    /// <summary>Takes what has come up to now, of the threads that there are.</summary>
    /// <param name="threads">The threads.</param>
    /// <param name="clock">Tells the time, in ticks. It goes on meanwhile, and waits come on: none is of the future because this thread was interrupted.</param>
    public void Collect(IReadOnlyCollection<CapturedThread<ThreadWork>> threads, Func<long> clock)
    {
        if (_queue is not { } queue)
            return;
        long now = clock();
        while (_waiting.Count < WaitQueue.Capacity && queue.TryTake(out ToldWait wait))
        {
            if (wait.Thread == _own)
                continue;
            long time = _clock.ToTick(wait.Time);
            if (time > now)
                now = clock();
            if (time < _since - LongestLag || time > now + Inexact)
                _lost++;
            else if (time >= _since - Inexact) // on a busy machine one of a little before may come as well, and is none of ours
                _waiting.Enqueue((time, wait));
        }

        if (!_waiting.TryPeek(out (long Time, ToldWait Wait) next))
            return;
        Next = next.Time;
        _threads.Clear();
        foreach (CapturedThread<ThreadWork> thread in threads)
        {
            // The operating system may have given the number of a thread that ended to another.
            if (!_threads.TryGetValue((long)thread.Buffer.OsThread, out ThreadWork? known) || known.Key < thread.State.Key)
                _threads[(long)thread.Buffer.OsThread] = thread.State;
        }
    }

    /// <summary>Hands out those up to a moment.</summary>
    public void RunTo(long time, Stitcher stitcher)
    {
        while (Next <= time && _waiting.Count > 0)
        {
            (long at, ToldWait wait) = _waiting.Dequeue();
            Next = _waiting.TryPeek(out (long Time, ToldWait Wait) later) ? later.Time : long.MaxValue;
            stitcher.Wait(_threads.GetValueOrDefault(wait.Thread), at, wait.On, wait.Begins);
        }
    }
}

using System.Diagnostics;
using System.Runtime.CompilerServices;
using AsyncProf.Capture;
using AsyncProf.Events;
using AsyncProf.Stitching;
using AsyncProf.Stitching.Records;
using AsyncProf.Transport;
using AsyncProf.Waits;

namespace AsyncProf.Engine;

/// <summary>
/// Brings the events of all threads into one order of time and feeds the stitcher. A thread may be interrupted between taking the time and
/// publishing, so only what is older than a watermark is taken; what comes later than that is counted.
/// </summary>
internal sealed class EventMerger
{
    /// <summary>Dispatchers are told so often: each time costs every thread that runs some a buffer.</summary>
    private static readonly long LongestWait = Stopwatch.Frequency * 3 / 10;

    private Stitcher _stitcher;
    private readonly CaptureReader<ThreadWork> _reader;
    private readonly EventMerge<CapturedThread<ThreadWork>> _merge;
    private long _newest = long.MinValue;
    private int _taken;
    private long _lostBefore;

    public EventMerger(CaptureHub hub, Stitcher stitcher)
    {
        _stitcher = stitcher;
        _reader = new CaptureReader<ThreadWork>(hub, buffer => _stitcher!.Thread(buffer.Key, buffer.Ignored));
        _merge = new EventMerge<CapturedThread<ThreadWork>>(Take);
    }

    /// <summary>Waits of threads that the runtime tells of beside the events.</summary>
    public WaitFeed Waits { get; } = new();

    /// <summary>Events that came after younger ones of other threads had been taken.</summary>
    public long Late { get; private set; }

    /// <summary>Events that could not be stitched because of a bug of ours.</summary>
    public long Faults { get; private set; }

    /// <summary>The moment up to which all events have been stitched, in ticks of <see cref="System.Diagnostics.Stopwatch"/>: younger ones may be known, and more may come between them.</summary>
    public long MergedTo { get; private set; }

    /// <summary>Events that threads have dropped since <see cref="Begin"/> because their buffers could not grow, and waits that had no room.</summary>
    public long Lost => _reader.Lost + Waits.Lost - _lostBefore;

    /// <summary>Gets all events besides, for a recording from outside; null while there is none.</summary>
    public BatchSender? Sender { get; set; }

    /// <summary>Events from before are left out, as <see cref="CaptureWindows.From"/> says. Ticks.</summary>
    public long From { get; set; }

    /// <summary>Nobody else reads any more: what has been lost so far was told by who did.</summary>
    public void Begin() => _lostBefore = _reader.Lost;

    /// <summary>Stitches all events up to a moment. Returns how many.</summary>
    /// <param name="watermark">The moment; a little before it where dispatchers are not told up to it.</param>
    /// <param name="isNeeded">Whether it must be that moment.</param>
    public int Merge(long watermark, bool isNeeded = false)
    {
        _taken = 0;
        _reader.Collect(isNeeded ? watermark : watermark - LongestWait, isNeeded);
        watermark = Math.Min(watermark, _reader.Complete);
        Sender?.TellUse(watermark);
        Waits.Collect(_reader.Queues, Stopwatch.GetTimestamp);
        _merge.Run(_reader.Queues, watermark);
        Waits.RunTo(watermark, _stitcher);
        MergedTo = Math.Max(MergedTo, watermark);
        Sender?.Flush(watermark, Lost);
        _stitcher.Advance(watermark);
        _reader.ForgetEnded(buffer =>
        {
            Sender?.Forget(buffer);
            _stitcher.Retire(buffer.Key);
        });
        return _taken;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Take(CapturedThread<ThreadWork> thread, long until)
    {
        ReadOnlySpan<AsyncEvent> events = CaptureWindows.Since(From, thread.Take(until));
        if (events.IsEmpty)
            return;
        if (events[0].Timestamp < _newest)
            Late++;
        Sender?.Add(thread.Buffer, events);
        Stitch(thread.State, events);
        _newest = Math.Max(_newest, events[^1].Timestamp);
        _taken += events.Length;
    }

    /// <summary>Stitches events of one thread. A bug in what follows costs that thread's stack and is counted, never the rest of the recording.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Stitch(ThreadWork thread, ReadOnlySpan<AsyncEvent> events)
    {
        for (int next = 0; next < events.Length;)
        {
            try
            {
                for (; next < events.Length; next++)
                {
                    if (Waits.Next <= events[next].Timestamp)
                        Waits.RunTo(events[next].Timestamp, _stitcher);
                    _stitcher.Process(thread, events[next]);
                }
            }
            catch (Exception)
            {
                Faults++;
                _stitcher.Process(thread, AsyncEvent.Gap(events[next++].Timestamp));
            }
        }
    }

    /// <summary>Has the runtime tell when threads wait until what it returns is disposed, where it can: from .NET 9 on. One at a time.</summary>
    public IDisposable RecordWaits()
    {
        Waits.Open();
        return new Recording(this);
    }

    /// <summary>All has been stitched up to when the runtime began to tell of waits: who runs then may wait already.</summary>
    public void BeginWaits()
    {
        if (!Waits.IsOpen)
            return;
        foreach (CapturedThread<ThreadWork> queue in _reader.Queues)
            _stitcher.BeginWaits(queue.State);
    }

    /// <summary>Waits are told no more: who waits is taken to go on.</summary>
    private void EndWaits()
    {
        Waits.Close();
        foreach (CapturedThread<ThreadWork> queue in _reader.Queues)
            _stitcher.EndWaits(queue.State);
    }

    /// <summary>Events go to another stitcher from now on, which knows nothing of what the threads do.</summary>
    public void Renew(Stitcher stitcher)
    {
        _stitcher = stitcher;
        _reader.RenewStates();
    }

    /// <summary>Stops reading; a later engine goes on where this one stopped.</summary>
    public void Detach() => _reader.Detach();

    private sealed class Recording(EventMerger merger) : IDisposable
    {
        public void Dispose() => merger.EndWaits();
    }
}

using System.Runtime.CompilerServices;
using AsyncProf.Capture;
using AsyncProf.Events;
using AsyncProf.Stitching;
using AsyncProf.Transport;

namespace AsyncProf.Engine;

/// <summary>
/// Brings the events of all threads into one order of time and feeds the stitcher. A thread may be interrupted between taking the time and
/// publishing, so only what is older than a watermark is taken; what comes later than that is counted.
/// </summary>
internal sealed class EventMerger(CaptureHub hub, Stitcher stitcher)
{
    private readonly CaptureReader<ThreadStack> _reader = new(hub, buffer => stitcher.Thread(buffer.Key, buffer.Ignored));
    private readonly PriorityQueue<ThreadQueue<ThreadStack>, long> _order = new();
    private long _newest = long.MinValue;

    /// <summary>Events that came after younger ones of other threads had been taken.</summary>
    public long Late { get; private set; }

    /// <summary>Events that could not be stitched because of a bug of ours.</summary>
    public long Faults { get; private set; }

    /// <inheritdoc cref="CaptureReader{TState}.Lost"/>
    public long Lost => _reader.Lost;

    /// <summary>Gets all events besides, for a recording from outside; null while there is none.</summary>
    public BatchSender? Sender { get; set; }

    /// <summary>Stitches all events up to a moment. Returns how many.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Merge(long watermark)
    {
        _reader.Collect();
        int taken = 0;
        long limit = MergeOrder.UpTo(watermark);
        _order.Clear();
        foreach (ThreadQueue<ThreadStack> queue in _reader.Queues)
        {
            if (queue.TryPeek(hub.Pool) && queue.Head <= limit)
                _order.Enqueue(queue, queue.Head);
        }

        while (_order.TryDequeue(out ThreadQueue<ThreadStack>? queue, out _))
        {
            // One thread's events go on together until another thread has an older one.
            long until = _order.TryPeek(out _, out long next) ? Math.Min(next, limit) : limit;
            ReadOnlySpan<AsyncEvent> events = queue.Take(until);
            if (events[0].Timestamp < _newest)
                Late++;
            Sender?.Add(queue.Buffer, events);
            Stitch(queue.State, events);
            _newest = Math.Max(_newest, events[^1].Timestamp);
            taken += events.Length;
            if (queue.TryPeek(hub.Pool) && queue.Head <= limit)
                _order.Enqueue(queue, queue.Head);
        }

        Sender?.Flush(watermark, Lost);
        stitcher.Advance(watermark);
        _reader.ForgetEnded(buffer =>
        {
            Sender?.Forget(buffer);
            stitcher.Retire(buffer.Key);
        });
        return taken;
    }

    /// <summary>Stitches events of one thread. A bug in what follows costs that thread's stack and is counted, never the rest of the recording.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Stitch(ThreadStack thread, ReadOnlySpan<AsyncEvent> events)
    {
        for (int next = 0; next < events.Length;)
        {
            try
            {
                for (; next < events.Length; next++)
                    stitcher.Process(thread, events[next]);
            }
            catch (Exception)
            {
                Faults++;
                stitcher.Process(thread, AsyncEvent.Gap(events[next++].Timestamp));
            }
        }
    }

    /// <summary>Stops reading; a later engine goes on where this one stopped.</summary>
    public void Detach() => _reader.Detach();
}

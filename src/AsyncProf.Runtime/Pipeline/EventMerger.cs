using System.Runtime.CompilerServices;
using AsyncProf.Capture;
using AsyncProf.Events;
using AsyncProf.Stitching;

namespace AsyncProf.Pipeline;

/// <summary>
/// Brings the events of all threads into one order of time and feeds the stitcher. A thread may be interrupted between taking the time and
/// publishing, so only what is older than a watermark is taken; what comes later than that is counted.
/// </summary>
internal sealed class EventMerger(CaptureHub hub, Stitcher stitcher)
{
    private readonly Dictionary<ThreadBuffer, ThreadQueue> _queues = new(ReferenceEqualityComparer.Instance);
    private readonly PriorityQueue<ThreadQueue, long> _order = new();
    private long _newest = long.MinValue;
    private long _lostOfEnded;

    /// <summary>Events that came after younger ones of other threads had been taken.</summary>
    public long Late { get; private set; }

    /// <summary>Events that could not be stitched because of a bug of ours.</summary>
    public long Faults { get; private set; }

    /// <summary>Events that threads dropped because their buffers could not grow.</summary>
    public long Lost
    {
        get
        {
            long lost = _lostOfEnded;
            for (ThreadBuffer? buffer = hub.Buffers; buffer is not null; buffer = buffer.Next)
                lost += buffer.LostInAll();
            return lost;
        }
    }

    /// <summary>Stitches all events up to a moment. Returns how many.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Merge(long watermark)
    {
        Collect();
        int taken = 0;
        long limit = MergeOrder.UpTo(watermark);
        _order.Clear();
        foreach (ThreadQueue queue in _queues.Values)
        {
            if (queue.TryPeek(hub.Pool) && queue.Head <= limit)
                _order.Enqueue(queue, queue.Head);
        }

        while (_order.TryDequeue(out ThreadQueue? queue, out _))
        {
            // One thread's events go on together until another thread has an older one.
            long until = _order.TryPeek(out _, out long next) ? Math.Min(next, limit) : limit;
            ReadOnlySpan<AsyncEvent> events = queue.Take(until);
            if (events[0].Timestamp < _newest)
                Late++;
            Stitch(queue.State, events);
            _newest = Math.Max(_newest, events[^1].Timestamp);
            taken += events.Length;
            if (queue.TryPeek(hub.Pool) && queue.Head <= limit)
                _order.Enqueue(queue, queue.Head);
        }

        stitcher.Advance(watermark);
        hub.Forget(IsDone);
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
    public void Detach()
    {
        foreach (ThreadQueue queue in _queues.Values)
        {
            queue.TryPeek(hub.Pool); // gives back what has been read
            queue.Detach(hub.Pool);
        }

        _queues.Clear();
    }

    private void Collect()
    {
        // First the chunks that are being written, then the channel: what was handed over before a chunk was begun is then surely in it.
        var writing = new List<(ThreadQueue Queue, EventChunk Chunk)>();
        for (ThreadBuffer? buffer = hub.Buffers; buffer is not null; buffer = buffer.Next)
        {
            if (buffer.Current is { } chunk)
                writing.Add((QueueOf(buffer), chunk));
        }

        while (hub.Pool.Full.TryRead(out EventChunk? full))
        {
            full.Received = true;
            QueueOf(full.Owner!).Add(full);
        }

        foreach ((ThreadQueue queue, EventChunk chunk) in writing)
        {
            if (chunk.Owner == queue.Buffer)
                queue.Add(chunk);
        }
    }

    private ThreadQueue QueueOf(ThreadBuffer buffer)
    {
        if (!_queues.TryGetValue(buffer, out ThreadQueue? queue))
            _queues.Add(buffer, queue = new ThreadQueue(buffer, stitcher.Thread(buffer.Key, buffer.Ignored)));
        return queue;
    }

    /// <summary>A thread that has ended and whose events have all been read is forgotten.</summary>
    private bool IsDone(ThreadBuffer buffer)
    {
        if (buffer.Thread.IsAlive)
            return false;
        ThreadQueue queue = QueueOf(buffer);
        if (!queue.SeenDead || queue.TryPeek(hub.Pool))
        {
            queue.SeenDead = true;
            return false;
        }

        queue.Close(hub.Pool);
        _queues.Remove(buffer);
        stitcher.Retire(buffer.Key);
        _lostOfEnded += buffer.LostInAll();
        return true;
    }
}

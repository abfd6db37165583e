using System.Diagnostics;
using AsyncProf.Dispatches;
using AsyncProf.Events;

namespace AsyncProf.Capture;

/// <summary>
/// Collects what all threads have captured. There is only ever one that reads: who comes after it goes on where it stopped.
/// </summary>
/// <typeparam name="TState">What is kept for each thread.</typeparam>
/// <param name="hub">The capture.</param>
/// <param name="stateOf">Makes it for a thread that is new.</param>
internal sealed class CaptureReader<TState>(CaptureHub hub, Func<ThreadBuffer, TState> stateOf)
{
    /// <summary>A thread that has taken the time and not published for so long is waited for no more: what it did may have failed.</summary>
    private static readonly long Patience = Stopwatch.Frequency;

    private readonly Dictionary<ThreadBuffer, CapturedThread<TState>> _queues = new(ReferenceEqualityComparer.Instance);
    private readonly DispatchReader _dispatches = new(hub.Dispatches, new DispatchNames(hub.Names, hub.Places));
    private readonly Dictionary<ulong, ThreadBuffer> _byOsThread = [];
    private readonly List<AsyncEvent> _dispatched = [];
    private long _lostOfEnded;
    private long _published = long.MaxValue;

    /// <summary>One for each thread that has captured anything.</summary>
    public IReadOnlyCollection<CapturedThread<TState>> Queues => _queues.Values;

    /// <summary>Events that threads dropped because their buffers could not grow.</summary>
    public long Lost
    {
        get
        {
            long lost = _lostOfEnded + hub.Dispatches.Lost + _dispatches.Damaged;
            for (ThreadBuffer? buffer = hub.Buffers; buffer is not null; buffer = buffer.Next)
                lost += buffer.LostInAll();
            return lost;
        }
    }

    /// <summary>
    /// The moment up to which everything has been taken over, dispatchers included; what came later may be in part. A thread that lost its processor
    /// between taking the time and publishing may publish long after, where there is more to do than processors.
    /// </summary>
    public long Complete => Math.Min(hub.Dispatches.Complete, _published);

    /// <summary>Takes over the chunks that there are now; what their threads write into them later is seen as well.</summary>
    /// <param name="needed">The moment up to which all is to be there.</param>
    /// <param name="isUrgent">Whether that may not wait for the next time.</param>
    public void Collect(long needed = 0, bool isUrgent = false)
    {
        if (hub.Dispatches.Complete < needed)
        {
            if (isUrgent)
                hub.Dispatches.FlushNow();
            else
                hub.Dispatches.Flush();
        }

        while ((_published = PublishedUpTo()) < needed && isUrgent)
            Thread.Sleep(1);

        // First the chunks that are being written, then the channel: what was handed over before a chunk was begun is then surely in it.
        var writing = new List<(CapturedThread<TState> Queue, EventChunk Chunk)>();
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

        foreach ((CapturedThread<TState> queue, EventChunk chunk) in writing)
        {
            if (chunk.Owner is { } owner && QueueOf(owner) == queue)
                queue.Add(chunk);
        }

        while (_dispatches.TryRead(_dispatched, out ulong thread))
        {
            if (!CaptureHub.IsExcluded(thread))
                QueueOf(BufferOf(thread)).Add(_dispatched);
        }
    }

    /// <summary>Makes anew what is kept for each thread.</summary>
    public void RenewStates()
    {
        foreach (CapturedThread<TState> queue in _queues.Values)
            queue.State = stateOf(queue.Buffer);
    }

    /// <summary>Forgets the threads that have ended and whose events have all been read.</summary>
    /// <param name="onForgotten">Told of each.</param>
    public void ForgetEnded(Action<ThreadBuffer> onForgotten) => hub.Forget(buffer =>
    {
        if (buffer.Thread is { IsAlive: true })
            return false;
        CapturedThread<TState> queue = QueueOf(buffer);
        bool isFirst = queue.DeadSince == 0;
        if (isFirst)
            queue.DeadSince = Stopwatch.GetTimestamp();
        if (isFirst || hub.Dispatches.Complete < queue.DeadSince || queue.TryPeek(out _))
            return false;

        queue.Close();
        _queues.Remove(buffer);
        _lostOfEnded += buffer.LostInAll();
        _byOsThread.Remove(buffer.OsThread);
        onForgotten(queue.Buffer);
        return true;
    });

    /// <summary>Stops reading; a later reader goes on where this one stopped.</summary>
    public void Detach()
    {
        foreach (CapturedThread<TState> queue in _queues.Values)
        {
            queue.TryPeek(out _); // gives back what has been read
            queue.Detach();
        }

        _queues.Clear();
    }

    /// <summary>The moment before the oldest event that its thread is writing now; the end of time where there is none.</summary>
    private long PublishedUpTo()
    {
        long published = long.MaxValue, tooOld = Stopwatch.GetTimestamp() - Patience;
        for (ThreadBuffer? buffer = hub.Buffers; buffer is not null; buffer = buffer.Next)
        {
            if (buffer.Current?.Reserved is { } stamp && stamp > tooOld)
                published = Math.Min(published, stamp - 1);
        }

        return published;
    }

    /// <summary>The buffer of a thread that the operating system names; one that has captured nothing itself gets one that only dispatchers fill.</summary>
    private ThreadBuffer BufferOf(ulong osThread)
    {
        if (_byOsThread.TryGetValue(osThread, out ThreadBuffer? known) && known.Thread is { IsAlive: true })
            return known;
        for (ThreadBuffer? buffer = hub.Buffers; buffer is not null; buffer = buffer.Next)
        {
            if (buffer.OsThread != osThread)
                continue;
            QueueOf(buffer); // the newest one: should the thread be gone, its last buffers come after that
            return _byOsThread[osThread] = buffer;
        }

        return known ?? (_byOsThread[osThread] = hub.ForOsThread(osThread));
    }

    private CapturedThread<TState> QueueOf(ThreadBuffer buffer)
    {
        if (!_queues.TryGetValue(buffer, out CapturedThread<TState>? queue))
        {
            if (buffer.Thread is not null && _byOsThread.Remove(buffer.OsThread, out ThreadBuffer? other) && other.Thread is null && _queues.Remove(other, out queue))
                _byOsThread[buffer.OsThread] = buffer; // only dispatchers were told of it so far: it goes on as what it was taken for
            else
                queue = new CapturedThread<TState>(buffer, hub.Pool, stateOf(buffer));
            _queues.Add(buffer, queue);
        }

        return queue;
    }
}

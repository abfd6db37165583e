namespace AsyncProf.Capture;

/// <summary>
/// Collects what all threads have captured. There is only ever one that reads: who comes after it goes on where it stopped.
/// </summary>
/// <typeparam name="TState">What is kept for each thread.</typeparam>
/// <param name="hub">The capture.</param>
/// <param name="stateOf">Makes it for a thread that is new.</param>
internal sealed class CaptureReader<TState>(CaptureHub hub, Func<ThreadBuffer, TState> stateOf)
{
    private readonly Dictionary<ThreadBuffer, CapturedThread<TState>> _queues = new(ReferenceEqualityComparer.Instance);
    private long _lostOfEnded;

    /// <summary>One for each thread that has captured anything.</summary>
    public IReadOnlyCollection<CapturedThread<TState>> Queues => _queues.Values;

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

    /// <summary>Takes over the chunks that there are now; what their threads write into them later is seen as well.</summary>
    public void Collect()
    {
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
            if (chunk.Owner == queue.Buffer)
                queue.Add(chunk);
        }
    }

    /// <summary>Forgets the threads that have ended and whose events have all been read.</summary>
    /// <param name="onForgotten">Told of each.</param>
    public void ForgetEnded(Action<ThreadBuffer> onForgotten) => hub.Forget(buffer =>
    {
        if (buffer.Thread.IsAlive)
            return false;
        CapturedThread<TState> queue = QueueOf(buffer);
        if (!queue.SeenDead || queue.TryPeek(out _))
        {
            queue.SeenDead = true;
            return false;
        }

        queue.Close();
        _queues.Remove(buffer);
        _lostOfEnded += buffer.LostInAll();
        onForgotten(buffer);
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

    private CapturedThread<TState> QueueOf(ThreadBuffer buffer)
    {
        if (!_queues.TryGetValue(buffer, out CapturedThread<TState>? queue))
            _queues.Add(buffer, queue = new CapturedThread<TState>(buffer, hub.Pool, stateOf(buffer)));
        return queue;
    }
}

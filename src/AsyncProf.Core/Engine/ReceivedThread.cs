using AsyncProf.Events;
using AsyncProf.Events.Batches;
using AsyncProf.Stitching.Records;

namespace AsyncProf.Engine;

/// <summary>The batches of one thread that are not stitched yet, in order of their sequence numbers.</summary>
internal sealed class ReceivedThread(ThreadWork state, bool fromMiddle) : IMergedThread
{
    private const long Unknown = -1;

    private readonly SortedDictionary<int, EventBatch> _waiting = [];
    private EventBatch? _current;
    private int _at;
    private long _next = fromMiddle ? Unknown : 0;
    private long _hole;

    public ThreadWork State { get; set; } = state;

    /// <summary>Events the thread dropped so far, as its newest batch says.</summary>
    public long LostEvents { get; private set; }

    /// <summary>Events and batches that have not been reached yet.</summary>
    public long Waiting { get; private set; }

    public bool HasNext => _current is not null || TryOpen();

    /// <inheritdoc/>
    public bool TryPeek(out long key)
    {
        key = HasNext ? MergeOrder.Key(Head) : 0;
        return _current is not null;
    }

    /// <summary>The next event; only while <see cref="HasNext"/>.</summary>
    public AsyncEvent Head => _current!.Events.Span[_at];

    /// <summary>False for a batch that was there before, or whose place has been passed.</summary>
    public bool Add(EventBatch batch)
    {
        long lost = 0;
        foreach ((_, long count) in batch.Lost)
            lost = (long)Math.Min((ulong)lost + (ulong)Math.Max(0, count), long.MaxValue);
        LostEvents = Math.Max(LostEvents, lost);
        if (batch.Sequence < _next || !_waiting.TryAdd(batch.Sequence, batch))
            return false;
        Waiting += 1 + batch.Events.Length;
        return true;
    }

    /// <summary>How many batches are missing before the head; told once.</summary>
    public long TakeHole()
    {
        long hole = _hole;
        _hole = 0;
        return hole;
    }

    /// <summary>Removes the head.</summary>
    public AsyncEvent Take()
    {
        AsyncEvent e = Head;
        if (++_at == _current!.Events.Length)
            _current = null;
        return e;
    }

    private bool TryOpen()
    {
        while (_waiting.Count > 0)
        {
            (int sequence, EventBatch batch) = _waiting.First();
            _waiting.Remove(sequence);
            Waiting -= 1 + batch.Events.Length;
            _hole += _next == Unknown ? 0 : sequence - _next;
            _next = sequence + 1L;
            _at = 0;
            if (batch.Events.IsEmpty)
                continue;
            _current = batch;
            return true;
        }

        return false;
    }
}

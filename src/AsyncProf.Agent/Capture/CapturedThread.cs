using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using AsyncProf.Events;

namespace AsyncProf.Capture;

/// <summary>The events of one thread that have not been read yet, in order.</summary>
/// <typeparam name="TState">What the reader keeps for each thread.</typeparam>
internal sealed class CapturedThread<TState>(ThreadBuffer buffer, ChunkPool pool, TState state) : IMergedThread
{
    private readonly Queue<EventChunk> _chunks = new();
    private readonly List<AsyncEvent> _dispatched = [];
    private int _nextDispatched;
    private long _newest;

    public ThreadBuffer Buffer { get; } = buffer;

    /// <summary>What the reader keeps for the thread.</summary>
    public TState State { get; set; } = state;

    /// <summary>When the thread was first found dead, in ticks of <see cref="System.Diagnostics.Stopwatch"/>: all it ever wrote has been collected a round later. 0 while it lives.</summary>
    public long DeadSince { get; set; }

    /// <summary>Takes over a chunk. One that an earlier reader had taken over comes through the channel again, behind those that its thread has handed over since.</summary>
    public void Add(EventChunk chunk)
    {
        if (chunk.Queued)
            return;
        chunk.Queued = true;
        _chunks.Enqueue(chunk);
        if (chunk.Number < _newest)
            Sort();
        _newest = Math.Max(_newest, chunk.Number);
    }

    /// <summary>
    /// Takes over a buffer of what dispatchers did on the thread. One that the thread wrote earlier may come later: who flushes it for the thread can be interrupted, while the thread
    /// hands over the next one.
    /// </summary>
    public void Add(List<AsyncEvent> dispatched)
    {
        if (_nextDispatched == _dispatched.Count)
        {
            _dispatched.Clear();
            _nextDispatched = 0;
        }

        int at = _dispatched.Count;
        while (at > _nextDispatched && _dispatched[at - 1].Timestamp > dispatched[0].Timestamp)
            at--;
        _dispatched.InsertRange(at, dispatched);
    }

    /// <inheritdoc/>
    public bool TryPeek(out long key)
    {
        bool captured = TryPeekCaptured(out key);
        if (_nextDispatched >= _dispatched.Count)
            return captured;
        key = captured ? Math.Min(key, KeyOfDispatched) : KeyOfDispatched;
        return true;
    }

    /// <summary>The events up to a key that lie next to each other; at least one after <see cref="TryPeek"/> returned true.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public ReadOnlySpan<AsyncEvent> Take(long until)
    {
        if (_nextDispatched >= _dispatched.Count)
            return TakeCaptured(until);
        bool captured = TryPeekCaptured(out long key);
        if (captured && key < KeyOfDispatched)
            return TakeCaptured(Math.Min(until, KeyOfDispatched));
        int from = _nextDispatched++;
        while (_nextDispatched < _dispatched.Count && KeyOfDispatched <= until && !(captured && key < KeyOfDispatched))
            _nextDispatched++;
        return CollectionsMarshal.AsSpan(_dispatched)[from.._nextDispatched];
    }

    private void Sort()
    {
        EventChunk[] chunks = [.. _chunks.OrderBy(chunk => chunk.Number)];
        _chunks.Clear();
        foreach (EventChunk chunk in chunks)
            _chunks.Enqueue(chunk);
    }

    private long KeyOfDispatched => MergeOrder.Key(CollectionsMarshal.AsSpan(_dispatched)[_nextDispatched]);

    /// <remarks>Gives chunks that have been read back to the pool.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool TryPeekCaptured(out long key)
    {
        key = 0;
        while (_chunks.TryPeek(out EventChunk? chunk))
        {
            if (chunk.Taken < chunk.Count)
            {
                key = MergeOrder.Key(chunk.Events[chunk.Taken]);
                return true;
            }

            if (chunk.Taken < EventChunk.Capacity || !chunk.Received)
                return false; // its writer still has it: a full chunk is replaced only by the next event
            _chunks.Dequeue();
            chunk.Queued = false;
            pool.Return(chunk);
        }

        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private ReadOnlySpan<AsyncEvent> TakeCaptured(long until)
    {
        EventChunk chunk = _chunks.Peek();
        int from = chunk.Taken, count = chunk.Count, to = from + 1;
        while (to < count && MergeOrder.Key(chunk.Events[to]) <= until)
            to++;
        chunk.Taken = to;
        return chunk.Events.AsSpan(from, to - from);
    }

    /// <summary>Lets another reader go on where this one stopped.</summary>
    public void Detach()
    {
        while (_chunks.TryDequeue(out EventChunk? chunk))
        {
            chunk.Queued = false;
            if (chunk.Received)
                pool.HandOver(chunk); // the writer will not hand it over again
        }
    }

    /// <summary>Gives back what is left of a thread that has ended.</summary>
    public void Close()
    {
        while (_chunks.TryDequeue(out EventChunk? chunk))
        {
            chunk.Queued = false;
            pool.Return(chunk);
        }
    }
}

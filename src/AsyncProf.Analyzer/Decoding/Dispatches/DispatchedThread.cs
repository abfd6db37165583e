using AsyncProf.Budgets;
using AsyncProf.Events;
using AsyncProf.Events.Dispatchers;

namespace AsyncProf.Decoding.Dispatches;

/// <summary>The events of one thread's dispatchers, one buffer after the other.</summary>
internal sealed class DispatchedThread
{
    /// <summary>A buffer may start so much later than its first entry, as a share of a second.</summary>
    private const int Late = 1000;

    private readonly List<(long Start, byte[] Bytes)> _buffers;
    private readonly List<AsyncEvent> _events = [];
    private readonly long _late;
    private int _nextBuffer;
    private int _next;

    /// <summary>Begins before the first.</summary>
    /// <param name="id">The operating system's id of the thread.</param>
    /// <param name="buffers">Its buffers in the order in which they came.</param>
    /// <param name="frequency">The ticks of the clock, a second.</param>
    public DispatchedThread(ulong id, IEnumerable<byte[]> buffers, long frequency)
    {
        Id = unchecked((int)id);
        _late = frequency / Late;
        _buffers = [.. buffers.Select(static bytes => (StartOf(bytes), bytes)).OrderBy(static buffer => buffer.Item1)];
        Key = _buffers.Count > 0 ? _buffers[0].Start - _late : long.MaxValue;
    }

    /// <summary>The thread, as the events of other sources have it.</summary>
    public int Id { get; }

    /// <summary>The time of the next event where that is known, else one before it; never before that of an earlier one.</summary>
    public long Key { get; private set; }

    /// <summary>Whether nothing follows.</summary>
    public bool IsAtEnd => _next >= _events.Count && _nextBuffer >= _buffers.Count;

    /// <summary>Whether the next event lies here, with <see cref="Key"/> for its time.</summary>
    public bool IsRead => _next < _events.Count;

    /// <summary>Reads the next buffer, of which nothing may come.</summary>
    public void Read(DispatchDecoder decoder, DispatchNames names, MemoryAccount memory)
    {
        int capacity = _events.Capacity;
        _events.Clear();
        _next = 0;
        decoder.Decode(_buffers[_nextBuffer++].Bytes, _events, out _);
        memory.Charge((_events.Capacity - capacity) * (long)AsyncEvent.Size);
        names.Resolve(_events);
        Advance();
    }

    /// <summary>The next event; only where it <see cref="IsRead"/>.</summary>
    public AsyncEvent Take()
    {
        AsyncEvent e = _events[_next++];
        Advance();
        return e;
    }

    /// <summary>Gives back what events lay in, after the last.</summary>
    public void Close(MemoryAccount memory)
    {
        memory.Release(_events.Capacity * (long)AsyncEvent.Size);
        _events.Clear();
        _events.Capacity = 0;
    }

    private static long StartOf(byte[] bytes) => DispatchHeader.TryRead(bytes, out DispatchHeader header) ? header.Start : 0;

    private void Advance()
    {
        if (IsRead)
            Key = Math.Max(Key, _events[_next].Timestamp);
        else if (_nextBuffer < _buffers.Count)
            Key = Math.Max(Key, _buffers[_nextBuffer].Start - _late);
    }
}

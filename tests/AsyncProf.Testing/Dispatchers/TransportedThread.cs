using AsyncProf.Events;

namespace AsyncProf.Testing.Dispatchers;

/// <summary>One thread of a simulated process, from its buffers to the events in the order in which they are taken.</summary>
/// <param name="key">Its number.</param>
/// <param name="bufferSize">The most bytes of a buffer.</param>
internal sealed class TransportedThread(int key, int bufferSize) : IMergedThread
{
    public int Key { get; } = key;

    /// <summary>What the dispatchers on it say, as it is written.</summary>
    public ThreadDispatchBuffers Buffers { get; } = new((uint)key, bufferSize);

    /// <summary>How many sessions it has been told of.</summary>
    public int Sessions { get; set; }

    /// <summary>What all other sources say of it.</summary>
    public Queue<AsyncEvent> Captured { get; } = new();

    /// <summary>What has come of its buffers.</summary>
    public Queue<AsyncEvent> Dispatched { get; } = new();

    /// <inheritdoc/>
    public bool TryPeek(out long key)
    {
        key = Math.Min(KeyOf(Captured), KeyOf(Dispatched));
        return key != long.MaxValue;
    }

    /// <summary>The next event. Of one time, what dispatchers say comes first.</summary>
    public AsyncEvent Take() => KeyOf(Captured) < KeyOf(Dispatched) ? Captured.Dequeue() : Dispatched.Dequeue();

    private static long KeyOf(Queue<AsyncEvent> events) => events.TryPeek(out AsyncEvent next) ? MergeOrder.Key(next) : long.MaxValue;
}

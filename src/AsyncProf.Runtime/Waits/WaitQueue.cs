using System.Collections.Concurrent;

namespace AsyncProf.Waits;

/// <summary>Waits of threads that nobody has read yet. Bounded: what has no room is dropped and counted.</summary>
internal sealed class WaitQueue
{
    /// <summary>Ten times a second it is read.</summary>
    public const int Capacity = 1 << 16;

    private readonly ConcurrentQueue<ToldWait> _told = new();
    private long _count;
    private long _lost;
    private long _newest;

    /// <summary>Waits that were dropped.</summary>
    public long Lost => Volatile.Read(ref _lost);

    /// <summary>The time of the newest that has come, also of those that were dropped; the beginning of time before the first. Who reads it first, and the queue then, finds all older ones.</summary>
    public DateTime Newest => new(Volatile.Read(ref _newest), DateTimeKind.Utc);

    /// <summary>Adds one; never waits. They come in order of time.</summary>
    public void Add(ToldWait wait)
    {
        if (Interlocked.Increment(ref _count) > Capacity)
        {
            Interlocked.Decrement(ref _count);
            Interlocked.Increment(ref _lost);
        }
        else
        {
            _told.Enqueue(wait);
        }

        Volatile.Write(ref _newest, wait.Time.Ticks);
    }

    public bool TryTake(out ToldWait wait)
    {
        if (!_told.TryDequeue(out wait))
            return false;
        Interlocked.Decrement(ref _count);
        return true;
    }
}

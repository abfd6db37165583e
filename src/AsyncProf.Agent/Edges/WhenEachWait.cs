namespace AsyncProf.Edges;

/// <summary>The tasks of one <c>WhenEach</c> that have ended before its iterator was known. No lock: each slot is taken by one only.</summary>
internal sealed class WhenEachWait
{
    /// <summary>So many are kept; of what ends before anybody iterates nobody waits for long.</summary>
    private const int Most = 64;

    private int[]? _ended;
    private int _count;
    private int _iterator;

    /// <summary>The task id of the iterator that waits for a task which ends now; 0 where it is not known yet, and will get the task with <see cref="Next"/>.</summary>
    public int Ends(int task)
    {
        if (Volatile.Read(ref _iterator) is var known and not 0)
            return known;
        int[] ended = Volatile.Read(ref _ended) ?? Interlocked.CompareExchange(ref _ended, new int[Most], null) ?? _ended;
        int at = Interlocked.Increment(ref _count) - 1;
        if ((uint)at >= Most)
            return 0;
        Interlocked.Exchange(ref ended[at], task);

        // The iterator may have looked just before.
        return Volatile.Read(ref _iterator) is var late and not 0 && Interlocked.CompareExchange(ref ended[at], 0, task) == task ? late : 0;
    }

    /// <summary>Says who iterates.</summary>
    public void IteratedBy(int iterator) => Interlocked.Exchange(ref _iterator, iterator);

    /// <summary>Takes one of the tasks that have ended before; 0 if there is none.</summary>
    public int Next()
    {
        if (Volatile.Read(ref _ended) is not { } ended)
            return 0;
        for (int at = 0; at < Math.Min(Volatile.Read(ref _count), Most); at++)
        {
            if (Interlocked.Exchange(ref ended[at], 0) is var task and not 0)
                return task;
        }

        return 0;
    }
}

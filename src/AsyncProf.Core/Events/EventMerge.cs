using System.Runtime.CompilerServices;

namespace AsyncProf.Events;

/// <summary>Brings the events of all threads into one order of time, wherever they come from.</summary>
/// <typeparam name="TThread">Who holds the events of one thread.</typeparam>
/// <param name="take">Takes at least the next event of a thread, and what follows up to a key.</param>
internal sealed class EventMerge<TThread>(Action<TThread, long> take)
    where TThread : class, IMergedThread
{
    private readonly PriorityQueue<TThread, long> _order = new();

    /// <summary>Takes all events up to a moment.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(IEnumerable<TThread> threads, long until)
    {
        long limit = MergeOrder.UpTo(until);
        _order.Clear();
        foreach (TThread thread in threads)
            Queue(thread, limit);
        while (_order.TryDequeue(out TThread? thread, out _))
        {
            // One thread's events go on together until another thread has an older one.
            take(thread, _order.TryPeek(out _, out long next) ? Math.Min(next, limit) : limit);
            Queue(thread, limit);
        }
    }

    private void Queue(TThread thread, long limit)
    {
        if (thread.TryPeek(out long key) && key <= limit)
            _order.Enqueue(thread, key);
    }
}

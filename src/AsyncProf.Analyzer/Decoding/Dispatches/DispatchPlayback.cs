using AsyncProf.Budgets;
using AsyncProf.Events;
using AsyncProf.Events.Dispatchers;

namespace AsyncProf.Decoding.Dispatches;

/// <summary>Brings the events of all threads' dispatchers into one order of time, and hands them out as time goes on.</summary>
internal sealed class DispatchPlayback
{
    private readonly PriorityQueue<DispatchedThread, long> _order = new();
    private readonly DispatchDecoder _decoder = new();
    private readonly DispatchNames _names;
    private readonly MemoryAccount _memory;
    private readonly Handler _take;

    /// <summary>Begins before the first.</summary>
    /// <param name="recording">The buffers.</param>
    /// <param name="names">Where names of methods go.</param>
    /// <param name="frequency">The ticks of the clock, a second.</param>
    /// <param name="take">Takes one event.</param>
    public DispatchPlayback(DispatchRecording recording, NameTable names, long frequency, Handler take)
    {
        (_memory, _take) = (recording.Memory, take);
        _names = new DispatchNames(recording.Methods, names);
        foreach ((ulong id, List<byte[]> buffers) in recording.Threads)
            Queue(new DispatchedThread(id, buffers, frequency));
    }

    /// <summary>Takes one event of a thread.</summary>
    public delegate void Handler(int thread, in AsyncEvent e);

    /// <summary>Buffers that made no sense, in whole or in part.</summary>
    public long Damaged => _decoder.Damaged + _decoder.Refused;

    /// <summary>Hands out all events up to a moment, that moment's included.</summary>
    public void RunTo(long time)
    {
        while (_order.TryPeek(out DispatchedThread? thread, out long key) && key <= time)
        {
            _order.Dequeue();
            if (!thread.IsRead)
            {
                thread.Read(_decoder, _names, _memory);
                Queue(thread);
                continue;
            }

            // One thread's events go on together until another thread has an older one.
            long until = _order.TryPeek(out _, out long next) ? Math.Min(next, time) : time;
            do
                _take(thread.Id, thread.Take());
            while (thread.IsRead && thread.Key <= until);
            Queue(thread);
        }
    }

    private void Queue(DispatchedThread thread)
    {
        if (thread.IsAtEnd)
            thread.Close(_memory);
        else
            _order.Enqueue(thread, thread.Key);
    }
}

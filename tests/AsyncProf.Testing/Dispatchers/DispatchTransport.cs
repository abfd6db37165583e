using AsyncProf.Events;
using AsyncProf.Events.Dispatchers;
using AsyncProf.Testing.Simulation;

namespace AsyncProf.Testing.Dispatchers;

/// <summary>
/// Carries the events of a simulated program as a process does: what dispatchers say in buffers of each thread, which come late and in any order, are decoded, and meet the other events
/// of their thread by time alone. The clock there is so much finer than the simulated one that no two events of a thread have one time.
/// </summary>
/// <param name="frames">Which methods addresses lie in.</param>
/// <param name="random">How buffers come.</param>
internal sealed class DispatchTransport(FrameNames frames, Random random)
{
    /// <summary>The bits of the finer clock.</summary>
    private const int Finer = 20;

    /// <summary>The session begins so many ticks of the simulated clock after the process's clock.</summary>
    private const long Since = 1000;

    private readonly DispatchDecoder _decoder = new();
    private readonly Dictionary<int, TransportedThread> _threads = [];
    private readonly List<byte[]> _announced = [];

    /// <summary>The most bytes of a buffer.</summary>
    public int BufferSize { get; init; } = 16_128;

    /// <summary>How many buffers are lost on the way.</summary>
    public int Lost { get; init; }

    /// <summary>Whether the session gets what an earlier one left in the buffers.</summary>
    public bool HasStaleTail { get; init; }

    /// <summary>Buffers that came.</summary>
    public long Buffers => _decoder.Buffers;

    /// <summary>Buffers that made no sense.</summary>
    public long Damaged => _decoder.Damaged + _decoder.Refused;

    /// <summary>All events in the order in which the stitcher gets them.</summary>
    public IReadOnlyList<LoggedEvent> Carry(IReadOnlyList<LoggedEvent> log)
    {
        Write(log);
        foreach (byte[] buffer in Arriving())
            Read(buffer);
        var merged = new List<LoggedEvent>(log.Count);
        var merge = new EventMerge<TransportedThread>((thread, until) =>
        {
            do
            {
                AsyncEvent e = thread.Take();
                e.Timestamp = (e.Timestamp >> Finer) - Since;
                merged.Add(new LoggedEvent(thread.Key, e));
            }
            while (thread.TryPeek(out long key) && key <= until);
        });
        merge.Run(_threads.Values, long.MaxValue);
        return merged;
    }

    /// <summary>What stands in one entry, or in two that the runtime writes at one moment, has one time.</summary>
    private static bool BelongsToLast(AsyncEventKind last, AsyncEventKind kind) => kind == AsyncEventKind.DispatchFrame
        || (kind == AsyncEventKind.DispatchStack && last is AsyncEventKind.DispatchBegin or AsyncEventKind.DispatchResume) || kind == AsyncEventKind.DispatchSuspend;

    private void Write(IReadOnlyList<LoggedEvent> log)
    {
        int sessions = 0;
        long time = 0;
        AsyncEventKind last = AsyncEventKind.None;
        int flushes = random.Next(4);
        foreach ((int key, AsyncEvent logged) in log)
        {
            AsyncEvent e = logged;
            long tick = (e.Timestamp + Since) << Finer;
            if (!BelongsToLast(last, e.Kind))
                time = Math.Max(time + 4, tick);
            last = e.Kind;
            e.Timestamp = time;
            TransportedThread thread = ThreadOf(key);
            if (e.Kind < AsyncEventKind.DispatchReset)
            {
                thread.Captured.Enqueue(e);
                continue;
            }

            if (e.Kind == AsyncEventKind.DispatchReset && ++thread.Sessions > sessions)
                _announced.Add(thread.Buffers.Announce(time));
            sessions = Math.Max(sessions, thread.Sessions);
            thread.Buffers.Add(e);
            if (flushes > 0 && random.Next(log.Count) < flushes)
            {
                foreach (TransportedThread other in _threads.Values)
                    other.Buffers.Flush();
            }
        }
    }

    /// <summary>The buffers of each thread come in order, those of different threads in any.</summary>
    private List<byte[]> Arriving()
    {
        List<Queue<byte[]>> waiting = [.. _threads.Values.Select(thread => new Queue<byte[]>(thread.Buffers.Finish()))];
        var arriving = new List<byte[]>();
        if (HasStaleTail)
        {
            foreach (TransportedThread thread in _threads.Values)
                arriving.Add(thread.Buffers.Stale(random.Next(1, (int)Since) << Finer));
        }

        arriving.AddRange(_announced);
        while (waiting.RemoveAll(queue => queue.Count == 0) >= 0 && waiting.Count > 0)
            arriving.Add(waiting[random.Next(waiting.Count)].Dequeue());
        for (int i = 0; i < Lost && arriving.Count > 0; i++)
            arriving.RemoveAt(random.Next(arriving.Count));
        return arriving;
    }

    /// <summary>As the product's readers do.</summary>
    private void Read(byte[] buffer)
    {
        var events = new List<AsyncEvent>();
        _decoder.Decode(buffer, events, out DispatchHeader header);
        if (header.Start < Since << Finer)
            return;
        frames.Resolve(events);
        foreach (AsyncEvent e in events)
            ThreadOf((int)header.Thread).Dispatched.Enqueue(e);
    }

    private TransportedThread ThreadOf(int key)
    {
        if (!_threads.TryGetValue(key, out TransportedThread? thread))
            _threads.Add(key, thread = new TransportedThread(key, BufferSize));
        return thread;
    }
}

using AsyncProf.Budgets;
using AsyncProf.Engine;

namespace AsyncProf.Decoding.Samples;

/// <summary>
/// Samples, and waits of threads, between their coming and the events of their time, which in an agent's batches come later. Each goes to whatever its thread executed then.
/// </summary>
/// <param name="stacks">Gets their stacks.</param>
internal sealed class SampleQueue(SampledStackTable stacks) : ISampleFeed
{
    private const int MostWaiting = 4_000_000;

    /// <summary>In usual times between two looks.</summary>
    private const int LongestLooks = 20;

    private readonly Queue<(long Time, long Since, int Thread, int What, QueuedKind Kind)> _waiting = new();
    private readonly Dictionary<int, (long Count, long Last)> _byThread = [];
    private long _first;
    private long _rounds;

    /// <summary>Takes a sample whose moment has come: its thread, when, when that was looked at before, its stack.</summary>
    public Action<int, long, long, int> OnSample { get; set; } = static (_, _, _, _) => { };

    /// <summary>The same of a sample of what a thread allocated: its thread, when, for how many bytes, its site.</summary>
    public Action<int, long, long, int> OnAllocation { get; set; } = static (_, _, _, _) => { };

    /// <summary>Takes the begin or end of a wait whose moment has come: its thread, when, the object that is waited on, whether it begins.</summary>
    public Action<int, long, long, bool> OnWait { get; set; } = static (_, _, _, _) => { };

    /// <summary>What waits takes, in bytes.</summary>
    public long KeptBytes => (_waiting.Count * Sizes.OfItem(40)) + (_byThread.Count * Sizes.OfEntry(24));

    /// <summary>How many samples have come.</summary>
    public long Count { get; private set; }

    /// <summary>Of those, how many had no room.</summary>
    public long LeftOut { get; private set; }

    /// <summary>The most that were taken of one thread: as often as all were looked at.</summary>
    public long Rounds => _rounds;

    /// <inheritdoc/>
    public long Next { get; private set; } = long.MaxValue;

    /// <summary>Takes a sample; they come in order of time.</summary>
    public void Add(int thread, long time, bool isManaged, ReadOnlySpan<ulong> stack)
    {
        Count++;
        (long count, long last) = _byThread.GetValueOrDefault(thread, (0, _rounds == 0 ? time : time - Usual(time))); // one that is new was there for one look, as far as is known
        _byThread[thread] = (count + 1, time);
        _first = _rounds == 0 ? time : _first;
        _rounds = Math.Max(_rounds, count + 1);
        int id = _waiting.Count >= MostWaiting ? -1 : stacks.Intern(stack, isManaged);
        if (id < 0)
        {
            LeftOut++;
            return;
        }

        if (_waiting.Count == 0)
            Next = time;
        _waiting.Enqueue((time, Math.Max(last, time - Longest(time)), thread, id, QueuedKind.Sample));
    }

    /// <summary>Takes a sample of what a thread allocated; a site of -1 has no room.</summary>
    public void AddAllocation(int thread, long time, long bytes, int site)
    {
        if (site < 0 || _waiting.Count >= MostWaiting)
            return;
        if (_waiting.Count == 0)
            Next = time;
        _waiting.Enqueue((time, bytes, thread, site, QueuedKind.Allocation));
    }

    /// <summary>Takes the begin or end of a thread's wait. One that has no room is like one that was lost.</summary>
    public void AddWait(int thread, long time, long on, bool begins)
    {
        if (_waiting.Count >= MostWaiting)
            return;
        if (_waiting.Count == 0)
            Next = time;
        _waiting.Enqueue((time, on, thread, 0, begins ? QueuedKind.WaitBegin : QueuedKind.WaitEnd));
    }

    /// <summary>The longest time that a sample can stand for: nobody looked at all for longer, and what a thread did meanwhile is not known.</summary>
    private long Longest(long time) => LongestLooks * Math.Max(1, Usual(time));

    private long Usual(long time) => (time - _first) / Math.Max(1, _rounds);

    /// <inheritdoc/>
    public void RunTo(long time)
    {
        while (_waiting.TryPeek(out (long Time, long Since, int Thread, int What, QueuedKind Kind) next) && next.Time <= time)
        {
            _waiting.Dequeue();
            if (next.Kind is QueuedKind.WaitBegin or QueuedKind.WaitEnd)
                OnWait(next.Thread, next.Time, next.Since, next.Kind == QueuedKind.WaitBegin);
            else
                (next.Kind == QueuedKind.Allocation ? OnAllocation : OnSample)(next.Thread, next.Time, next.Since, next.What);
        }

        Next = _waiting.TryPeek(out (long Time, long Since, int Thread, int What, QueuedKind Kind) later) ? later.Time : long.MaxValue;
    }
}

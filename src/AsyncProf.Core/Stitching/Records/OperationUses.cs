using System.Runtime.CompilerServices;

namespace AsyncProf.Stitching.Records;

/// <summary>What operations used, reading by reading, until it is charged. What is never charged is handed on, so that nothing of what threads used is lost.</summary>
internal sealed class OperationUses(OperationStore store)
{
    /// <summary>So many readings are passed to find the place of one that is told late; where there are more, it stays behind these.</summary>
    private const int MostPassed = 256;

    private readonly Slab<UseReading> _readings = new();

    /// <summary>How many readings are kept.</summary>
    public int Count => _readings.Count;

    /// <summary>Whether any are known.</summary>
    public bool Any => _readings.Count > 0;

    /// <summary>Whether any ever were.</summary>
    public bool WereAny => _readings.Top > 1;

    /// <summary>What they take, in bytes.</summary>
    public long KeptBytes => _readings.KeptBytes;

    /// <summary>Where what is never charged is counted, as used outside any operation.</summary>
    public StitcherCounts Counts { get; set; } = new();

    /// <summary>An operation used something.</summary>
    /// <param name="slot">The operation.</param>
    /// <param name="time">Up to when, in ticks.</param>
    /// <param name="use">What.</param>
    /// <param name="begins">Whether what was read before must stay apart: an entry has started or stopped in between.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(int slot, long time, in ResourceUse use, bool begins)
    {
        ref Operation op = ref store[slot];
        if (!op.IsLive)
            time = Math.Min(time, op.End); // told late, and used before
        if (op.LastUse != 0 && time < _readings[op.LastUse].Time)
        {
            AddBefore(ref op, time, use);
            return;
        }

        if (op.LastUse != 0 && !begins && _readings[op.LastUse].Interval == op.Last)
        {
            ref UseReading known = ref _readings[op.LastUse];
            known.Use += use;
            known.Time = time;
            return;
        }

        int id = _readings.Rent();
        _readings[id] = new UseReading { Time = time, Use = use, Interval = op.Last };
        if (op.LastUse == 0)
            op.FirstUse = id;
        else
            _readings[op.LastUse].Next = id;
        op.LastUse = id;
    }

    /// <summary>What is told late is put where it was used, unless that is long ago.</summary>
    private void AddBefore(ref Operation op, long time, in ResourceUse use)
    {
        int before = 0, after = op.FirstUse;
        for (int i = 0; i < MostPassed && _readings[after].Time < time; i++) // the last is not
            (before, after) = (after, _readings[after].Next);
        int id = _readings.Rent();
        _readings[id] = new UseReading { Time = Math.Min(time, _readings[after].Time), Use = use, Interval = _readings[after].Interval, Next = after };
        if (before == 0)
            op.FirstUse = id;
        else
            _readings[before].Next = id;
    }

    /// <summary>Hands over what an operation used within a window.</summary>
    /// <param name="slot">The operation.</param>
    /// <param name="from">The window's begin, in ticks; what was used up to it is not in it.</param>
    /// <param name="to">Its end.</param>
    /// <param name="keep">Whether it is looked at only, and will be handed over once more.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public ResourceUse Take(int slot, long from, long to, bool keep)
    {
        ref Operation op = ref store[slot];
        ResourceUse sum = default;
        int before = 0;
        for (int id = op.FirstUse; id != 0;)
        {
            ref UseReading reading = ref _readings[id];
            int next = reading.Next;
            if (reading.Time > to)
                break; // they are in order of time
            if (reading.Time <= from)
            {
                before = id;
            }
            else
            {
                sum += reading.Use;
                if (keep)
                    before = id;
                else
                    Remove(ref op, id, before);
            }

            id = next;
        }

        return sum;
    }

    /// <summary>Hands what was used up to a moment on to another operation, which takes over what the first did until then.</summary>
    public void Move(int from, int to, long until)
    {
        ResourceUse moved = Take(from, long.MinValue, until, keep: false);
        if (moved == default)
            return;
        int id = _readings.Rent();
        ref Operation op = ref store[to];
        _readings[id] = new UseReading { Time = until, Use = moved, Next = op.FirstUse };
        op.FirstUse = id;
        if (op.LastUse == 0)
            op.LastUse = id;
    }

    /// <summary>An operation is no more.</summary>
    public void Forget(ref Operation op)
    {
        for (int id = op.FirstUse; id != 0;)
        {
            int next = _readings[id].Next;
            Counts.OutsideUse += _readings[id].Use;
            _readings.Return(id);
            id = next;
        }

        op.FirstUse = op.LastUse = 0;
    }

    /// <summary>The recording has ended: what has not been charged will not be.</summary>
    public void ForgetAll()
    {
        for (int slot = 1; slot < store.Operations.Top && Any; slot++)
            Forget(ref store[slot]);
    }

    private void Remove(ref Operation op, int id, int before)
    {
        int next = _readings[id].Next;
        if (before == 0)
            op.FirstUse = next;
        else
            _readings[before].Next = next;
        if (op.LastUse == id)
            op.LastUse = before;
        _readings.Return(id);
    }
}

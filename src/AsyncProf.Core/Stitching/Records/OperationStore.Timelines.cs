using System.Runtime.CompilerServices;

namespace AsyncProf.Stitching.Records;

/// <content>Timelines: lists of intervals, each of which holds what it awaits.</content>
internal sealed partial class OperationStore
{
    /// <summary>Begins the next interval of an operation, which has suspended nowhere else meanwhile. Takes a reference if the target is an operation.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Append(int slot, IntervalKind kind, int target, long time)
    {
        int last = Operations[slot].Last;
        Append(slot, kind, target, time, last == 0 ? 0 : Intervals[last].Place);
    }

    /// <summary>The same for an operation that suspends at a place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Append(int slot, IntervalKind kind, int target, long time, int place)
    {
        ref Operation op = ref Operations[slot];
        if (op.Last != 0)
        {
            ref Interval last = ref Intervals[op.Last];
            if (time <= last.From)
            {
                // What it replaces has no length and says nothing; a completion may be older than the wait for it.
                Retarget(ref last, kind, target);
                last.Place = place;
                return;
            }
        }

        int id = Intervals.Rent();
        Intervals[id] = new Interval { From = time, Kind = kind, Target = target, Place = place };
        if (Intervals[id].HoldsOperation)
            Operations[target].References++;
        if (op.Last == 0)
            op.First = id;
        else
            Intervals[op.Last].Next = id;
        op.Last = id;
    }

    /// <summary>Says what the current interval of an operation really was.</summary>
    public void Patch(int slot, IntervalKind kind, int target) => Retarget(ref Intervals[Operations[slot].Last], kind, target);

    /// <summary>The same, and where it suspended.</summary>
    public void Patch(int slot, IntervalKind kind, int target, int place)
    {
        Patch(slot, kind, target);
        Intervals[Operations[slot].Last].Place = place;
    }

    /// <summary>Says where an operation suspended, if nothing has said so.</summary>
    public void PatchPlace(int slot, int place)
    {
        ref Interval last = ref Intervals[Operations[slot].Last];
        if (place != 0 && last.Place <= 0)
            last.Place = place;
    }

    /// <summary>The interval of an operation that began at a moment, if it is still there; 0 if not.</summary>
    public int At(int slot, long from)
    {
        int id = Seek(slot, 0, from);
        return id != 0 && Intervals[id].From == from ? id : 0;
    }

    /// <summary>Says what an earlier interval really was.</summary>
    public void PatchAt(int interval, IntervalKind kind, int target) => Retarget(ref Intervals[interval], kind, target);

    /// <summary>The same for an interval that began at a moment and holds an operation, if it is still there.</summary>
    public void PatchAt(int slot, long from, int held, IntervalKind kind, int target)
    {
        if (At(slot, from) is var id and not 0 && Intervals[id].HoldsOperation && Intervals[id].Target == held)
            PatchAt(id, kind, target);
    }

    /// <summary>When the current interval of an operation began.</summary>
    public long LastFrom(int slot)
    {
        int last = Operations[slot].Last;
        return last == 0 ? Operations[slot].Start : Intervals[last].From;
    }

    /// <summary>Removes a part of a timeline before a moment, and gives up what it held.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Trim(int slot, long before)
    {
        ref Operation op = ref Operations[slot];
        ForgetHints(op, long.MinValue);
        while (op.First != 0 && op.First != op.Last && Intervals[Intervals[op.First].Next].From <= before)
        {
            int id = op.First;
            op.First = Intervals[id].Next;
            FreeInterval(id);
        }

        Drain();
    }

    /// <summary>The interval of a timeline that holds a moment.</summary>
    /// <param name="slot">The operation.</param>
    /// <param name="hint">An interval at or before it, where one is known: a server's loop has thousands; 0 otherwise.</param>
    /// <param name="time">The moment.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Seek(int slot, int hint, long time)
    {
        int id = hint != 0 ? hint : Operations[slot].First;
        while (id != 0 && Intervals[id].Next is var next and not 0 && Intervals[next].From <= time)
            id = next;
        return id;
    }

    /// <summary>Replaces what an operation did in a slice of its timeline by one interval that says a request was there.</summary>
    /// <param name="slot">The operation.</param>
    /// <param name="hint">As for <see cref="Seek"/>.</param>
    /// <param name="from">Where the slice begins.</param>
    /// <param name="to">Where it ends; the operation goes on after it as it was then.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void ReplaceByRequest(int slot, int hint, long from, long to)
    {
        ref Operation op = ref Operations[slot];
        ForgetHints(op, from);
        int first = Seek(slot, hint, from);
        if (first == 0)
            return;
        Interval at = Intervals[first];
        int rest = at.Next, request = first;
        if (at.From < from)
        {
            request = Intervals.Rent();
            Intervals[first].Next = request;
        }
        else if (at.HoldsOperation)
        {
            Release(at.Target);
        }

        for (; rest != 0 && Intervals[rest].From < to; rest = at.Next)
        {
            at = Intervals[rest];
            FreeInterval(rest);
        }

        Intervals[request] = new Interval { From = Math.Max(from, Intervals[first].From), Kind = IntervalKind.Request, Next = rest };
        if (rest == 0 || Intervals[rest].From > to)
        {
            int after = Intervals.Rent();
            Intervals[after] = new Interval { From = to, Kind = at.Kind == IntervalKind.Running ? IntervalKind.Running : IntervalKind.Ready, Place = at.Place, Next = rest };
            Intervals[request].Next = after;
            if (rest == 0)
                op.Last = after;
        }

        Drain();
    }

    /// <summary>Entries that are open on an operation may no longer rely on an interval that is about to go.</summary>
    private void ForgetHints(in Operation op, long since)
    {
        for (int entry = op.OpenEntry; entry != 0; entry = Entries[entry].Outer)
        {
            if (Entries[entry].Start > since)
                Entries[entry].OpenerInterval = 0;
        }
    }

    private void Retarget(ref Interval interval, IntervalKind kind, int target)
    {
        int old = interval.HoldsOperation ? interval.Target : 0;
        interval.Kind = kind;
        interval.Target = target;
        if (interval.HoldsOperation)
            Operations[target].References++;
        if (old != 0)
            Drop(old);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FreeInterval(int id)
    {
        if (Intervals[id].HoldsOperation)
            Release(Intervals[id].Target);
        Intervals.Return(id);
    }
}

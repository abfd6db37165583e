using System.Runtime.CompilerServices;
using AsyncProf.Events;

namespace AsyncProf.Stitching.Records;

/// <summary>The records of the stitcher: operations, their timelines and their entries, counted by reference and recycled.</summary>
internal sealed class OperationStore(NameTable names)
{
    private readonly Stack<int> _release = new();

    public Slab<Operation> Operations { get; } = new();

    public Slab<Interval> Intervals { get; } = new();

    public EntryStore Entries { get; } = new();

    public NameTable Names { get; } = names;

    public WellKnownNames WellKnown { get; } = new(names);

    /// <summary>Ended operations that lost their parent before they were charged: roots of their own.</summary>
    public Queue<OperationRef> Orphans { get; } = new();

    /// <summary>Called before a slot is recycled while its task id still leads to it.</summary>
    public Action<int>? Unmap { get; set; }

    public ref Operation this[int slot] => ref Operations[slot];

    public bool IsSame(OperationRef known) => known.Slot != 0 && Operations[known.Slot].Serial == known.Serial;

    /// <summary>The slot of an operation if it is still there, or 0.</summary>
    public int Find(OperationRef known) => IsSame(known) ? known.Slot : 0;

    public OperationRef RefOf(int slot) => new(slot, Operations[slot].Serial);

    /// <summary>What an operation did before a moment is charged on the task axis; an ended one is done with once all of it is.</summary>
    public void MarkCharged(int slot, long until)
    {
        ref Operation op = ref Operations[slot];
        op.ChargedTo = Math.Max(op.ChargedTo, until);
        if (!op.IsLive && op.End <= until)
            op.Flags |= OperationFlags.Charged;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Create(OperationKind kind, int taskId, int name, long time)
    {
        int slot = Operations.Rent();
        ref Operation op = ref Operations[slot];
        int serial = op.Serial;
        op = default;
        op.Serial = serial;
        op.Kind = kind;
        op.TaskId = taskId;
        op.Name = name;
        op.Start = time;
        op.ChargedTo = time;
        return slot;
    }

    /// <summary>Begins the next interval of an operation. Takes a reference if the target is an operation.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Append(int slot, IntervalKind kind, int target, long time)
    {
        ref Operation op = ref Operations[slot];
        if (op.Last != 0)
        {
            ref Interval last = ref Intervals[op.Last];
            if (time <= last.From)
            {
                // What it replaces has no length and says nothing; a completion may be older than the wait for it.
                Retarget(ref last, kind, target);
                return;
            }
        }

        int id = Intervals.Rent();
        Intervals[id] = new Interval { From = time, Kind = kind, Target = target };
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

    /// <summary>When the current interval of an operation began.</summary>
    public long LastFrom(int slot)
    {
        int last = Operations[slot].Last;
        return last == 0 ? Operations[slot].Start : Intervals[last].From;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AddChild(int parent, int child)
    {
        ref Operation c = ref Operations[child];
        ref Operation p = ref Operations[parent];
        c.Parent = parent;
        c.PreviousSibling = p.LastChild;
        c.NextSibling = 0;
        if (p.LastChild == 0)
            p.FirstChild = child;
        else
            Operations[p.LastChild].NextSibling = child;
        p.LastChild = child;
        c.References++;
    }

    /// <summary>Takes a child from its parent; the caller drops the reference.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void RemoveChild(int child)
    {
        ref Operation c = ref Operations[child];
        ref Operation p = ref Operations[c.Parent];
        if (c.PreviousSibling == 0)
            p.FirstChild = c.NextSibling;
        else
            Operations[c.PreviousSibling].NextSibling = c.NextSibling;
        if (c.NextSibling == 0)
            p.LastChild = c.PreviousSibling;
        else
            Operations[c.NextSibling].PreviousSibling = c.PreviousSibling;
        c.Parent = c.PreviousSibling = c.NextSibling = 0;
    }

    /// <summary>Drops one reference; what nobody holds and nothing will ask for again is recycled, and what it held with it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Drop(int slot)
    {
        Release(slot);
        Drain();
    }

    /// <summary>Takes a child from its parent for good.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void DropChild(int child)
    {
        RemoveChild(child);
        Drop(child);
    }

    /// <summary>Recycles an operation unless somebody still needs it. Iterative: chains of 30,000 occur.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void FreeIfDone(int slot)
    {
        if (IsFree(ref Operations[slot]))
            _release.Push(slot);
        Drain();
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
            Intervals[after] = new Interval { From = to, Kind = at.Kind == IntervalKind.Running ? IntervalKind.Running : IntervalKind.Ready, Next = rest };
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

    private static bool IsFree(ref Operation op)
    {
        if (op.References > 0 || op.TaskId == 0 || op.Has(OperationFlags.Pending))
            return false;
        if (op.Kind == OperationKind.Leaf)
            return op.Done != 0 || op.Has(OperationFlags.Anonymous);
        return !op.Has(OperationFlags.Mapped)
            && (!op.HasCode || (op.State == OperationState.Ended && (op.Flags & (OperationFlags.Charged | OperationFlags.Ignored)) != 0));
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
    private void Free(int slot)
    {
        ref Operation op = ref Operations[slot];
        if (op.TaskId == 0)
            return;
        Unmap?.Invoke(slot);
        op.TaskId = 0;
        for (int id = op.First; id != 0;)
        {
            int next = Intervals[id].Next;
            FreeInterval(id);
            id = next;
        }

        for (int child = op.FirstChild; child != 0;)
        {
            ref Operation orphan = ref Operations[child];
            int next = orphan.NextSibling;
            orphan.Parent = orphan.PreviousSibling = orphan.NextSibling = 0;
            Release(child);
            if (orphan.TaskId != 0 && orphan.HasCode && (orphan.Flags & (OperationFlags.Charged | OperationFlags.Ignored)) == 0)
            {
                if (op.HasCode)
                    orphan.Flags |= OperationFlags.Detached; // a join is nobody to outlive
                if (!orphan.IsLive)
                    Orphans.Enqueue(new OperationRef(child, orphan.Serial));
            }

            child = next;
        }

        if (op.Link != 0)
            Release(op.Link);
        Entries.Drop(op.Entry);
        op.Serial++;
        op.State = OperationState.Ended;
        op.First = op.Last = op.FirstChild = op.LastChild = op.Link = op.Parent = op.Entry = 0;
        Operations.Return(slot);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FreeInterval(int id)
    {
        if (Intervals[id].HoldsOperation)
            Release(Intervals[id].Target);
        Intervals.Return(id);
    }

    private void Release(int slot)
    {
        ref Operation op = ref Operations[slot];
        op.References--;
        if (IsFree(ref op))
            _release.Push(slot);
    }

    private void Drain()
    {
        while (_release.TryPop(out int next))
            Free(next);
    }
}

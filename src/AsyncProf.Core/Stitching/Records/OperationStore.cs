using System.Runtime.CompilerServices;
using AsyncProf.Events;

namespace AsyncProf.Stitching.Records;

/// <summary>The records of the stitcher: operations, their timelines and their entries, counted by reference and recycled.</summary>
internal sealed partial class OperationStore
{
    private readonly Stack<int> _release = new();

    public OperationStore(NameTable names)
    {
        Names = names;
        WellKnown = new WellKnownNames(names);
        ChildSpans = new ChildSpans(this);
        Samples = new OperationSamples(this);
        Uses = new OperationUses(this);
        Allocations = new OperationSamples(this);
    }

    public Slab<Operation> Operations { get; } = new();

    public Slab<Interval> Intervals { get; } = new();

    public EntryStore Entries { get; } = new();

    /// <summary>The threads seen, by their numbers; null for one that has ended.</summary>
    public List<ThreadWork?> Threads { get; } = [];

    public NameTable Names { get; }

    public WellKnownNames WellKnown { get; }

    public ChildSpans ChildSpans { get; }

    public OperationSamples Samples { get; }

    public OperationUses Uses { get; }

    /// <summary>Samples of what operations allocated: in place of time they stand for bytes.</summary>
    public OperationSamples Allocations { get; }

    /// <summary>Ended operations that lost their parent before they were charged: roots of their own.</summary>
    public Queue<OperationRef> Orphans { get; } = new();

    /// <summary>What has ended, is charged and held by nobody, so that only its task id keeps it. Some are there twice, or no more.</summary>
    public List<OperationRef> Unneeded { get; } = [];

    /// <summary>What the records take, in bytes.</summary>
    public long KeptBytes => Operations.KeptBytes + Intervals.KeptBytes + Entries.KeptBytes + Samples.KeptBytes + Uses.KeptBytes + Allocations.KeptBytes;

    /// <summary>Called before a slot is recycled while its task id still leads to it.</summary>
    public Action<int>? Unmap { get; set; }

    public ref Operation this[int slot] => ref Operations[slot];

    public bool IsSame(OperationRef known) => known.Slot != 0 && Operations[known.Slot].Serial == known.Serial;

    /// <summary>The slot of an operation if it is still there, or 0.</summary>
    public int Find(OperationRef known) => IsSame(known) ? known.Slot : 0;

    public OperationRef RefOf(int slot) => new(slot, Operations[slot].Serial);

    /// <summary>What an operation did before a moment is charged on the task axis; an ended one is done with once all of it is.</summary>
    public static void MarkCharged(ref Operation op, long until)
    {
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

    /// <summary>Takes a child from a parent that it should not have had; who it belongs to is decided anew.</summary>
    public void Orphan(int child)
    {
        OperationRef known = RefOf(child);
        RemoveChild(child);
        if (Operations[child] is { IsLive: false, HasCode: true } ended && !ended.Has(OperationFlags.Charged))
            Orphans.Enqueue(known);
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

    private static bool IsFree(ref Operation op)
    {
        if (op.References > 0 || op.TaskId == 0 || op.Has(OperationFlags.Pending))
            return false;
        if (op.Kind == OperationKind.Leaf)
            return op.Done != 0 || op.Has(OperationFlags.Anonymous);
        return !op.Has(OperationFlags.Mapped)
            && (!op.HasCode || (op.State == OperationState.Ended && (op.Flags & (OperationFlags.Charged | OperationFlags.Ignored)) != 0));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Free(int slot)
    {
        ref Operation op = ref Operations[slot];
        if (op.TaskId == 0)
            return;
        Unmap?.Invoke(slot);
        if (Samples.Any)
            Samples.Forget(slot);
        if (Allocations.Any)
            Allocations.Forget(slot);
        if (op.FirstUse != 0)
            Uses.Forget(ref op);
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
                if (!op.HasCode && op.Has(OperationFlags.HadBracket))
                    orphan.Flags |= OperationFlags.HadBracket;
                if (op.HasCode)
                    orphan.Flags |= OperationFlags.Detached; // a join is nobody to outlive
                if (!orphan.IsLive)
                    Orphans.Enqueue(new OperationRef(child, orphan.Serial));
            }

            child = next;
        }

        if (op.Link != 0)
            Release(op.Link);
        if (op.Antecedent != 0)
            Release(op.Antecedent);
        Entries.Drop(op.Entry);
        op.Serial++;
        op.State = OperationState.Ended;
        op.First = op.Last = op.FirstChild = op.LastChild = op.Link = op.Antecedent = op.Parent = op.Entry = 0;
        Operations.Return(slot);
    }

    private void Release(int slot)
    {
        ref Operation op = ref Operations[slot];
        op.References--;
        if (IsFree(ref op))
            _release.Push(slot);
        else if (op.References == 0 && (op.Flags & (OperationFlags.Charged | OperationFlags.Mapped)) == (OperationFlags.Charged | OperationFlags.Mapped) && op is { State: OperationState.Ended, HasCode: true })
            Unneeded.Add(new OperationRef(slot, op.Serial));
    }

    private void Drain()
    {
        while (_release.TryPop(out int next))
            Free(next);
    }
}

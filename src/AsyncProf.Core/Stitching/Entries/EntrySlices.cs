using System.Runtime.CompilerServices;
using AsyncProf.Events;
using AsyncProf.Stitching.Operations;
using AsyncProf.Stitching.Records;
using AsyncProf.Stitching.Roots;

namespace AsyncProf.Stitching.Entries;

/// <summary>
/// An entry stops: the slice of its owner's timeline is handed on to be charged, and the owner keeps one interval that says so.
/// </summary>
internal sealed class EntrySlices(
    OperationStore store,
    RunningOperations running,
    AwaitGraph graph,
    RootDecider decider,
    UndecidedOperations undecided,
    EntryChain chain,
    IChargeSink sink,
    StitcherCounts counts)
{
    private readonly Stack<int> _detached = new();

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Stop(ThreadWork thread, int entry, long time)
    {
        ref Entry record = ref store.Entries[entry];
        int owner = running.TopOperation(thread);
        int opener = store.Find(record.Opener);
        if (owner == 0)
            owner = opener;
        if (owner == 0 || store[owner].Has(OperationFlags.Ignored))
        {
            counts.EntriesWithoutOwner++;
            chain.Close(entry, time);
            return;
        }

        ref Operation op = ref store[owner];
        if (op is { Kind: OperationKind.Prefix, State: OperationState.Running } && running.Prefix(thread) != owner && store.Intervals[op.Last].Kind == IntervalKind.Running)
            store.Patch(owner, IntervalKind.Waiting, store.WellKnown.Unknown); // it stops elsewhere than it began: something let the thread go, and nothing tells when
        long ownStart = op.Start;
        int hint = owner == opener ? record.OpenerInterval : 0;
        if (record.Start < ownStart)
            Prepend(owner, ref record);
        while (record.FirstPending != 0)
        {
            if (record.FirstPending == owner)
                undecided.Remove(owner); // it has ended, and its segment has not unwound
            else
                DecideInEntry(record.FirstPending, owner);
        }

        while (_detached.TryPop(out int detached))
            decider.ChargeRoot(detached, RootKind.Detached); // only now: others of the list may hang below it
        bool scope = record.Flags.HasFlag(EntryFlags.Scope);
        int after = hint != 0 && store.Find(record.OpenerChild) is var before and not 0 && store[before].Parent == owner ? before : 0;
        sink.OnCharge(store, new Charge(scope ? RootKind.Scope : RootKind.Request, owner, record.Start, time, entry)
        {
            FirstInterval = hint,
            AfterChild = after,
        });

        // What the slice holds is charged: the owner's own timeline keeps one interval that says so.
        for (int child = after == 0 ? op.FirstChild : store[after].NextSibling; child != 0;)
        {
            int next = store[child].NextSibling;
            ref Operation c = ref store[child];
            if (c.Start >= record.Start && OpenRoots.IsDoneWith(c))
                store.DropChild(child);
            child = next;
        }

        store.ReplaceByRequest(owner, hint, record.Start, time);
        if (op.Start < ownStart)
        {
            op.Start = ownStart;
            store.Trim(owner, ownStart);
            if (op.First != 0 && store.Intervals[op.First].From < ownStart)
                store.Intervals[op.First].From = ownStart;
        }

        // ASP.NET's own entry around an activity's is the same request, unless it was told a name of its own: it is done with.
        int superseded = !scope && record.Outer != 0 && store.Entries[record.Outer] is { Key: 0, Stop: 0, IsNamed: false } ? record.Outer : 0;
        MoveOut(owner, entry, superseded == 0 ? record.Outer : store.Entries[superseded].Outer);
        chain.Close(entry, time);
        if (superseded != 0)
            chain.Close(superseded, time);
        if (!op.IsLive && !op.Has(OperationFlags.Mapped) && op.Kind != OperationKind.Prefix)
        {
            decider.ChooseParent(owner); // it was left to the entry when its grace ran out
            store.FreeIfDone(owner);
        }
    }

    /// <summary>Who owns an entry and began inside it belongs to what is around it, with who awaits it: a server's loop outlives its first request.</summary>
    private void MoveOut(int owner, int entry, int outer)
    {
        for (int slot = owner; slot != 0 && store[slot].Entry == entry; slot = store[slot].Parent)
        {
            store.Entries.Hold(outer);
            store[slot].Entry = outer;
            store.Entries.Drop(entry);
        }
    }

    /// <summary>The owner began as an operation only after the entry started: what lies before was its prefix, running.</summary>
    private void Prepend(int owner, ref Entry record)
    {
        ref Operation op = ref store[owner];
        long until = op.Start;
        int prefix = store.Find(record.Opener) is var opener and not 0 && store[opener].Kind == OperationKind.Prefix ? opener : 0;
        int first = 0, last = 0;
        for (int id = prefix == 0 ? 0 : store[prefix].First; id != 0 && store.Intervals[id].From < until; id = store.Intervals[id].Next)
        {
            Interval interval = store.Intervals[id];
            Link(ref first, ref last, interval with { Next = 0 });
        }

        if (prefix != 0 && store.Samples.Any)
            store.Samples.Move(prefix, owner, until);
        if (prefix != 0 && store.Allocations.Any)
            store.Allocations.Move(prefix, owner, until);
        if (prefix != 0 && store.Uses.Any)
            store.Uses.Move(prefix, owner, until);
        if (first == 0)
            Link(ref first, ref last, new Interval { From = record.Start, Kind = IntervalKind.Running });
        store.Intervals[last].Next = op.First;
        op.First = first;
        op.Start = record.Start;
        for (int child = prefix == 0 ? 0 : store[prefix].FirstChild; child != 0;)
        {
            int next = store[child].NextSibling;
            store.RemoveChild(child);
            store.AddChild(owner, child);
            store[child].References--; // the list's reference moved with it
            child = next;
        }

        void Link(ref int head, ref int tail, Interval interval)
        {
            int id = store.Intervals.Rent();
            store.Intervals[id] = interval;
            if (interval.HoldsOperation)
                store[interval.Target].References++;
            if (head == 0)
                head = id;
            else
                store.Intervals[tail].Next = id;
            tail = id;
        }
    }

    /// <summary>An operation that ended within the entry and has no awaiter: its spawner's, or else the owner's.</summary>
    private void DecideInEntry(int slot, int owner)
    {
        ref Operation op = ref store[slot];
        undecided.Remove(slot);
        int parent = owner;
        if (op.Spawner.Slot != 0)
        {
            int spawner = store.Find(op.Spawner);
            if (spawner == 0 || store[spawner].Has(OperationFlags.Charged) || RootDecider.Outlived(op, store[spawner]))
            {
                op.Flags |= OperationFlags.Detached;
                _detached.Push(slot);
                return;
            }

            parent = spawner;
        }

        if (graph.WouldCycle(parent, slot))
            _detached.Push(slot); // a block with a time-out awaited what is above it
        else
            decider.ShowUnder(parent, slot);
    }
}

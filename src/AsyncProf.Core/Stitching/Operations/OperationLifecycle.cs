using System.Runtime.CompilerServices;
using AsyncProf.Events;
using AsyncProf.Stitching.Records;

namespace AsyncProf.Stitching.Operations;

/// <summary>
/// Operations begin, belong to somebody, are completed, and end; for a moment after the end they can still be found.
/// </summary>
internal sealed class OperationLifecycle(
    OperationStore store,
    TaskIds ids,
    RunningOperations running,
    AwaitGraph graph,
    UndecidedOperations undecided,
    Transitions transitions,
    StitcherLimits limits,
    StitcherCounts counts,
    WellKnownNames wellKnown)
{
    private int _ends;

    public GraceQueue Grace { get; } = new();

    public int Create(OperationKind kind, int taskId, int name, long time)
    {
        int slot = store.Create(kind, taskId, name, time);
        store[slot].Flags = OperationFlags.Mapped;
        ids.Set(taskId, slot);
        return slot;
    }

    /// <summary>An operation that was suspended when the recording began: its first sign is an event that needs it.</summary>
    public int CreateBegunBefore(ThreadWork thread, int taskId, long time)
    {
        int slot = Create(OperationKind.Method, taskId, NameTable.NoneId, time);
        store[slot].Flags |= OperationFlags.BegunBefore | (thread.Ignored ? OperationFlags.Ignored : 0);
        counts.BegunBefore++;
        return slot;
    }

    /// <summary>The same, where it suspends: if a request or a scope has started on the thread and nothing else ran there, it did so in this operation, which is part of it.</summary>
    public int CreateSuspendedBefore(ThreadWork thread, int taskId, long time)
    {
        int slot = CreateBegunBefore(thread, taskId, time);
        if (thread.PrefixSuspended || running.TopOperation(thread) != 0 || running.Prefix(thread) is not (var prefix and not 0) || store[prefix].OpenEntry == 0)
            return slot;
        thread.PrefixSuspended = true;
        store[slot].Entry = store[prefix].OpenEntry;
        store.Entries.Hold(store[slot].Entry);
        return slot;
    }

    /// <summary>It was awaited before it was seen to run: it has code after all, and began before the recording.</summary>
    public void TurnIntoMethod(int slot, long time)
    {
        ref Operation op = ref store[slot];
        op.Kind = OperationKind.Method;
        op.Name = NameTable.NoneId;
        op.Start = op.ChargedTo = time;
        op.Flags = (op.Flags & ~OperationFlags.Anonymous) | OperationFlags.BegunBefore;
        counts.BegunBefore++;
        int awaiter = store.Find(op.Spawner);
        op.Spawner = default;
        if (awaiter == 0 || !store[awaiter].IsLive)
            return;
        BelongTo(slot, awaiter, inferred: false);
    }

    /// <summary>What lent its thread to another operation awaits while that one runs: it is an iterator that began before the recording, gave an item and was called again.</summary>
    public void TurnIntoIterator(int slot)
    {
        ref Operation op = ref store[slot];
        op.Kind = OperationKind.Iterator;
        store.Patch(slot, IntervalKind.Idle, 0);
        transitions.Move(ref op, OperationState.Running);
        transitions.Move(ref op, OperationState.Idle);
    }

    /// <summary>A task without code turns out to be a join: its awaiter awaits what it is a join of.</summary>
    public void TurnIntoJoin(int slot, bool inferred)
    {
        ref Operation op = ref store[slot];
        op.Kind = OperationKind.Join;
        int awaiter = store.Find(op.Spawner);
        op.Spawner = default;
        if (awaiter != 0)
            BelongTo(slot, awaiter, inferred);
    }

    /// <summary>What was a leaf has a parent now.</summary>
    private void BelongTo(int slot, int awaiter, bool inferred)
    {
        store[slot].Awaiters--; // it was counted when it awaited the leaf
        graph.AddAwaiter(slot, awaiter, inferred);
    }

    /// <summary>A join ends, or another task that no code runs in.</summary>
    public void EndJoin(int slot, long time)
    {
        ref Operation op = ref store[slot];
        (op.State, op.End) = (OperationState.Ended, time);
        Grace.Enqueue(new OperationRef(slot, op.Serial), time);
    }

    /// <summary>What a task id in an await leads to; what nothing announced is a task without code.</summary>
    public int Awaitable(int taskId, long time)
    {
        int slot = ids.Find(taskId);
        if (slot == 0)
        {
            if (ids.IsOutlived(taskId, time - limits.GraceTicks, out EndedOperation ended))
                return Recall(ended);
            slot = Create(OperationKind.Leaf, taskId, wellKnown.Task, time);
            store[slot].Flags |= OperationFlags.Anonymous;
            return slot;
        }

        return graph.Represented(slot);
    }

    /// <summary>An await is told after the end that it raced with, and the record is gone: another stands for it as long as the await does.</summary>
    private int Recall(in EndedOperation ended)
    {
        int slot = store.Create(ended.Kind, Operation.NoTaskId, ended.Name, ended.Done);
        ref Operation op = ref store[slot];
        (op.Done, op.End, op.State, op.Flags) = (ended.Done, ended.End, OperationState.Ended, OperationFlags.Charged);
        store.Unneeded.Add(new OperationRef(slot, op.Serial)); // should nothing come to hold it
        return slot;
    }

    /// <summary>Whom an operation owes its being to: the operation on top of the thread's stack, and the entry that is open there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Belong(ThreadWork thread, ref Operation op)
    {
        bool ignored = thread.Ignored;
        int spawner = running.TopOperation(thread);
        if (spawner == 0)
        {
            spawner = running.Prefix(thread);
            thread.PrefixSuspended = spawner != 0;
        }

        if (spawner != 0)
        {
            ref Operation parent = ref store[spawner];
            if (parent.Kind != OperationKind.Prefix)
                (op.Spawner, op.SpawnerName) = (new OperationRef(spawner, parent.Serial), parent.OpenEntry == 0 ? parent.Name : NameTable.NoneId); // a prefix is no operation of its own, and in an entry of its own the entry begins things
            op.Entry = parent.OpenEntry != 0 ? parent.OpenEntry : parent.Entry;
            store.Entries.Hold(op.Entry);
            if (op.Entry != 0 && ++store.Entries[op.Entry].Begun > limits.MaximumPerEntry && store.Entries.IsInOpen(op))
                store.Entries.Overfull.Push(op.Entry);
            ignored |= parent.Has(OperationFlags.Ignored);
        }

        if (ignored)
        {
            op.Flags |= OperationFlags.Ignored;
            counts.Ignored++;
        }
        else
        {
            counts.Begun++;
        }
    }

    /// <summary>
    /// A task id begins anew while it still means something older. Ids are reused after 2^32, so one that lives is set aside until the newer
    /// one is over; anything else has no more to say.
    /// </summary>
    /// <returns>What is set aside for the newer one's time.</returns>
    public OperationRef SetAside(int slot)
    {
        ref Operation op = ref store[slot];
        bool lives = op.IsLive && op.HasCode;
        OperationRef aside = lives ? store.RefOf(slot) : ids.TakeAside(slot);
        if (lives)
            counts.Shelved++;
        else
            graph.LetGoOfPartner(slot);
        ids.GiveWay(slot);
        store.FreeIfDone(slot);
        return aside;
    }

    /// <summary>Those who await it can go on from now, if they could not before.</summary>
    public void Complete(int slot, long time)
    {
        ref Operation op = ref store[slot];
        if (graph.IsBeingUnwrapped(op))
            return; // it returned a task; who awaits it goes on when that has ended
        if (op.Done == 0)
            op.Done = time;
        if (op.Kind == OperationKind.Unwrap && op.Link != 0 && store[op.Link].Done == 0)
            store[op.Link].Done = time;
    }

    /// <summary>An operation with code ends; a pooled method is detached first. An <c>async void</c> says so twice.</summary>
    public void End(int slot, OperationStatus status, long time)
    {
        ref Operation op = ref store[slot];
        if (!op.IsLive)
            return;
        if (op.State == OperationState.Suspended && op.Last != 0)
            ResolveWaitAtEnd(slot, ref op);
        running.StopRunning(ref op);
        op.End = time;
        op.EndOrder = unchecked(++_ends);
        if (op.Done == 0)
            op.Done = time;
        op.Status = status;
        if (op.State is OperationState.Lent or OperationState.Blocked)
            op.State = OperationState.Running; // what ran inside it has not unwound: the end comes first
        transitions.Move(ref op, OperationState.Ended);
        if (!op.Has(OperationFlags.Ignored))
            counts.Ended++;
        Grace.Enqueue(new OperationRef(slot, op.Serial), time);
        if (op.Parent == 0 && op.Entry != 0 && store.Entries[op.Entry].Stop == 0 && !op.Has(OperationFlags.Ignored))
            undecided.Add(slot);
    }

    /// <summary>
    /// A delegate is unwrapped. It may have ended on another thread before its Unwrap was made: if it returned a task then, it has waited since.
    /// </summary>
    /// <returns>False if it is too late for that.</returns>
    public bool GoesOn(int slot)
    {
        ref Operation op = ref store[slot];
        if (op.IsLive || op.Status != OperationStatus.Completed)
            return true;
        if (op.Has(OperationFlags.Charged))
            return false;
        undecided.Remove(slot);
        store.Append(slot, IntervalKind.Waiting, wellKnown.Unknown, op.End);
        op.State = OperationState.Suspended;
        op.End = op.Done = 0;
        if (!op.Has(OperationFlags.Ignored))
            counts.Ended--;
        return true;
    }

    /// <summary>A leaf that an operation still holds when it ends (a cancelled continuation, lost events) is kept by name.</summary>
    private void ResolveWaitAtEnd(int slot, ref Operation op)
    {
        ref Interval wait = ref store.Intervals[op.Last];
        if (wait.Kind == IntervalKind.Awaiting && store[wait.Target].Kind == OperationKind.Leaf)
            store.Patch(slot, IntervalKind.Waiting, store[wait.Target].Name);
    }
}

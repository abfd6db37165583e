using AsyncProf.Events;
using AsyncProf.Stitching.Operations;
using AsyncProf.Stitching.Records;

namespace AsyncProf.Stitching.Tpl;

/// <summary>
/// Threads wait synchronously on tasks. The end of such a wait is not told.
/// </summary>
internal sealed class Blocking(
    OperationStore store,
    TaskIds ids,
    RunningOperations running,
    AwaitGraph graph,
    OperationLifecycle life,
    Transitions transitions,
    StitcherCounts counts)
{
    /// <summary>The thread's operation blocks on a task.</summary>
    public void OnBlock(ThreadWork thread, int awaitedId, long time)
    {
        counts.Blocks++;
        int slot = running.RunningTop(thread);
        if (slot == 0)
            slot = running.Prefix(thread);
        if (slot != 0 && ids.Find(awaitedId) == slot)
            slot = 0; // nothing waits for itself: its thread went on without it, as Main's does
        if (slot == 0)
        {
            counts.PrefixBlocks++;
            thread.OutsideBlockSince = time;
            thread.BlockedOn = awaitedId;
            if (ids.Find(awaitedId) is var known and not 0)
                store[known].Flags |= OperationFlags.BlockedOutside;
            return;
        }

        int awaited = life.Awaitable(awaitedId, time);
        if (awaited == slot)
            return;
        ref Operation op = ref store[slot];
        store.Append(slot, IntervalKind.Blocked, awaited, time);
        transitions.Move(ref op, OperationState.Blocked);
        graph.AddAwaiter(awaited, slot);
        if (op.Kind == OperationKind.Prefix)
            store[awaited].Flags |= OperationFlags.BlockedOutside; // it may outlive the entry, whose prefix need not be what blocks: Main's thread does so too
        thread.Blocked = new OperationRef(slot, op.Serial);
        thread.BlockedDepth = thread.Depth;
        thread.BlockedOn = awaitedId;
        thread.BlockWaitEnd = 0;
    }

    /// <summary>The end of a block is not told: the task's completion, or the thread's next event that is not that task run inline.</summary>
    public void EndBlock(ThreadWork thread, in AsyncEvent e)
    {
        if (thread.Depth > thread.BlockedDepth)
            return;
        bool inline = e.TaskId == thread.BlockedOn && e.Kind is AsyncEventKind.WorkBegin or AsyncEventKind.OperationEnd;
        if (!inline)
            End(thread, e.Timestamp);
    }

    /// <summary>
    /// The runtime tells of a wait: whether it is how the thread waits for the task that it is blocked on. One for another object is not; nor is any after the task has ended, and then the thread has gone on.
    /// </summary>
    public bool IsWaitOfBlock(ThreadWork thread, long on, long time)
    {
        if (thread.Blocked.Slot == 0 || thread.Depth > thread.BlockedDepth)
            return false;
        if (IsBlocked(thread) && (thread.BlockWaitEnd == 0 || thread.BlockWaitOn == on))
        {
            thread.BlockWaitOn = on;
            return true;
        }

        End(thread, time);
        return false;
    }

    /// <summary>The thread has gone on: when, if the task's completion or the runtime does not tell it, is not known better than this.</summary>
    private void End(ThreadWork thread, long time)
    {
        int slot = store.Find(thread.Blocked);
        thread.Blocked = default;
        if (slot == 0 || store[slot].State != OperationState.Blocked)
            return;
        ref Operation op = ref store[slot];
        if (store.Intervals[op.Last] is { Kind: IntervalKind.Blocked, Target: not 0 } wait && store[wait.Target] is { Kind: OperationKind.Leaf, Link: var source and not 0 })
        {
            counts.Infer(EdgeRule.Relay);
            store.Patch(slot, IntervalKind.Blocked, source);
            graph.AddAwaiter(source, slot, inferred: true);
        }

        long done = store.Intervals[op.Last] is { Kind: IntervalKind.Blocked } block ? store[block.Target].Done : 0; // a cycle has no target
        long end = time;
        if (done != 0)
            end = Math.Min(done, end);
        else if (thread.BlockWaitEnd != 0)
            end = Math.Min(thread.BlockWaitEnd, end);
        else
            counts.InferredEnds++;
        store.Append(slot, IntervalKind.Running, 0, end);
        transitions.Move(ref op, OperationState.Running);
    }

    /// <summary>Whether a thread waits for a task at this moment, as far as is told, and executes nothing meanwhile.</summary>
    public bool IsBlocked(ThreadWork thread) =>
        thread.Depth <= thread.BlockedDepth && store.Find(thread.Blocked) is var slot and not 0 && store[slot].State == OperationState.Blocked
        && (store.Intervals[store[slot].Last] is not { Kind: IntervalKind.Blocked, Target: var awaited } || store[awaited].Done == 0);

    /// <summary>A thread outside any operation went on: nobody is charged, but how long it waited is told.</summary>
    public void EndOutsideBlock(ThreadWork thread, in AsyncEvent e)
    {
        CountOutsideBlock(thread, ids.Find(thread.BlockedOn) is var slot and not 0 ? store[slot].Done : 0, e.Timestamp);
        thread.OutsideBlockSince = 0;
    }

    /// <summary>Counts what threads outside any operation have waited so far: one whose program ends, or serves for good, never goes on.</summary>
    public void CountOutsideBlocks(long now)
    {
        foreach (ThreadWork? thread in running.Threads)
        {
            if (thread is not { OutsideBlockSince: not 0 } || ids.Find(thread.BlockedOn) is not (var slot and not 0))
                continue; // of a task that is unknown nothing tells when it was done
            long done = store[slot].Done;
            CountOutsideBlock(thread, done, now);
            thread.OutsideBlockSince = done != 0 ? 0 : now;
        }
    }

    /// <summary>What a thread has waited since it was counted last, to the end of the task if that has come: 0 is not yet, or unknown.</summary>
    private void CountOutsideBlock(ThreadWork thread, long done, long until) =>
        counts.PrefixBlockedTicks += Math.Max(0, (done != 0 ? Math.Min(done, until) : until) - thread.OutsideBlockSince);
}

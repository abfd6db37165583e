using AsyncProf.Events;
using AsyncProf.Stitching.Operations;
using AsyncProf.Stitching.Records;

namespace AsyncProf.Stitching.Tpl;

/// <summary>
/// Calls of runtime-async suspend, and nothing says on what. It is told where they go on: directly in the completion of that. Until then, and where they go on elsewhere, it is
/// taken to be the delay or join that was made directly before.
/// </summary>
internal sealed class OpaqueAwaits(
    OperationStore store,
    TaskIds ids,
    RunningOperations running,
    AwaitGraph graph,
    OperationLifecycle life,
    PooledMethods pooled,
    Completers completers,
    Transitions transitions,
    StitcherCounts counts,
    WellKnownNames wellKnown)
{
    /// <summary>An operation suspends.</summary>
    /// <returns>False if it has what it awaited, and only moves to where it must go on.</returns>
    public bool OnAwait(ThreadWork thread, in AsyncEvent e)
    {
        long time = e.Timestamp;
        int slot = ids.Find(e.TaskId);
        thread.Yielder = default;
        if (slot == 0 || !store[slot].IsLive)
            return true;
        ref Operation op = ref store[slot];
        if (e.Detail == (byte)OpaqueAwaitKind.Move && op.State == OperationState.Suspended)
            return false;

        if (op.State != OperationState.Suspended) // it may begin with that
        {
            running.StopRunning(ref op);
            pooled.SuspendOnUnknown(thread, slot, e.Extra, time);
            transitions.Move(ref op, OperationState.Suspended);
        }

        if (e.Detail != (byte)OpaqueAwaitKind.Helped)
            thread.Yielder = new OperationRef(slot, op.Serial);
        if (ids.Find(e.OtherId) is var awaited and not 0 && awaited != slot && store[awaited] is { Kind: OperationKind.Leaf or OperationKind.Join, IsLive: true, Done: 0, Awaiters: 0 } && graph.EndsInUnknown(op))
        {
            store.Patch(slot, IntervalKind.Awaiting, awaited);
            graph.AddAwaiter(awaited, slot, inferred: true);
            op.Flags |= OperationFlags.Guessed;
        }

        return true;
    }

    /// <summary>The TPL tells after all what an operation awaits.</summary>
    /// <returns>Whether it is what was taken for it.</returns>
    public bool IsTold(int slot, int awaited)
    {
        ref Operation op = ref store[slot];
        if (store.Intervals[op.Last].Target != awaited)
        {
            TakeBack(slot);
            return false;
        }

        op.Flags &= ~OperationFlags.Guessed;
        store[awaited].Flags &= ~OperationFlags.InferredEdge;
        op.Awaits++;
        return true;
    }

    /// <summary>A continuation is queued: if an operation has just suspended, it yields.</summary>
    public bool OnContinuation(ThreadWork thread)
    {
        int slot = store.Find(thread.Yielder);
        thread.Yielder = default;
        if (slot == 0 || store[slot].State != OperationState.Suspended || thread.LastKind is not (AsyncEventKind.OpaqueAwait or AsyncEventKind.WorkEnd))
            return false;
        TakeBack(slot);
        if (!graph.EndsInUnknown(store[slot]))
            return false;
        store.Patch(slot, IntervalKind.Yielded, 0);
        transitions.Move(ref store[slot], OperationState.Yielded);
        return true;
    }

    /// <summary>An operation goes on, perhaps directly in the completion of what it awaited, whatever that was.</summary>
    public void Resolve(ThreadWork thread, int slot, ref Operation op, long time)
    {
        bool isCompletion = thread.Depth > 0 && thread[thread.Depth - 1].Kind == WorkKind.Bracket;
        if (op.Has(OperationFlags.Guessed))
        {
            int guessed = store.Intervals[op.Last].Target;
            bool isTold = isCompletion && thread[thread.Depth - 1].Operation.Slot == guessed;
            if (isTold || (!isCompletion && store[guessed].Done != 0))
            {
                op.Flags &= ~OperationFlags.Guessed;
                store[guessed].Flags &= isTold ? ~OperationFlags.InferredEdge : ~OperationFlags.None;
                Count(ref op);
                if (!isTold)
                    counts.Infer(EdgeRule.Adjacent);
                return;
            }

            TakeBack(slot);
        }

        if (isCompletion && graph.EndsInUnknown(op))
            TellByCompletion(thread, slot, ref op, time);
    }

    private void TellByCompletion(ThreadWork thread, int slot, ref Operation op, long time)
    {
        ref WorkFrame frame = ref thread[thread.Depth - 1];
        if (frame.Operation.Slot == slot || pooled.After(frame.Operation.Slot) != 0)
            return;
        Count(ref op);
        if (frame.Name != NameTable.NoneId)
        {
            store.Patch(slot, IntervalKind.Waiting, frame.Name);
            counts.MaybeReady += frame.Name == wellKnown.Delay ? 1 : 0;
        }
        else if (store.IsSame(frame.Operation) && frame.IsRelay && completers.IsGiver(frame.Operation.Slot))
        {
            int given = AwaitsUnnamed(ref frame, slot, time);
            completers.GiveThrough(ref frame, given, frame.Operation.Slot, time);
            return;
        }
        else if (store.IsSame(frame.Operation))
        {
            if (frame.IsRelay)
                counts.Infer(store[frame.Operation.Slot].Kind == OperationKind.Iterator ? EdgeRule.Iterator : EdgeRule.Relay);
            store.Patch(slot, IntervalKind.Awaiting, frame.Operation.Slot);
            graph.AddAwaiter(frame.Operation.Slot, slot, inferred: frame.IsRelay);
            return;
        }
        else if (thread.Depth > 1 && thread[thread.Depth - 2] is { Kind: WorkKind.Segment, Live: true } below && store.IsSame(below.Operation) && store[below.Operation.Slot].HasCode)
        {
            store.Patch(slot, IntervalKind.WaitingFor, store[below.Operation.Slot].Name);
        }
        else
        {
            store.Patch(slot, IntervalKind.Waiting, wellKnown.Task);
        }

        if (frame.Done != 0 && frame.Done < time && frame.Done >= store.LastFrom(slot))
            store.Append(slot, IntervalKind.Ready, 0, frame.Done);
    }

    /// <summary>It awaited a task that no event has named, as is known now.</summary>
    private int AwaitsUnnamed(ref WorkFrame frame, int slot, long time)
    {
        int leaf = life.Awaitable(frame.TaskId, time);
        store.Patch(slot, IntervalKind.Awaiting, leaf);
        graph.AddAwaiter(leaf, slot);
        life.Complete(leaf, frame.Done);
        return leaf;
    }

    /// <summary>It awaits something else than was taken for it.</summary>
    private void TakeBack(int slot)
    {
        ref Operation op = ref store[slot];
        if (!op.Has(OperationFlags.Guessed))
            return;
        op.Flags &= ~OperationFlags.Guessed;
        int guessed = store.Intervals[op.Last].Target;
        bool isChild = store[guessed].Parent == slot;
        if (isChild)
            store.Orphan(guessed);
        store.Patch(slot, IntervalKind.Waiting, wellKnown.Unknown);
    }

    private void Count(ref Operation op)
    {
        counts.Awaits++;
        op.Awaits++;
    }
}

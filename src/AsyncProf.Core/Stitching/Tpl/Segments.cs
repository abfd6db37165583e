using System.Runtime.CompilerServices;
using AsyncProf.Events;
using AsyncProf.Stitching.Operations;
using AsyncProf.Stitching.Records;

namespace AsyncProf.Stitching.Tpl;

/// <summary>
/// Threads begin and stop running operations, and tasks run their continuations.
/// </summary>
internal sealed class Segments(
    OperationStore store,
    TaskIds ids,
    RunningOperations running,
    AwaitGraph graph,
    OperationLifecycle life,
    PooledMethods pooled,
    OpaqueAwaits opaque,
    Completers completers,
    GivenUpWaits waits,
    WhenEachTasks tasks,
    EdgeRules rules,
    Transitions transitions,
    StitcherCounts counts,
    WellKnownNames wellKnown)
{
    /// <summary>The operation that goes on takes what an iterator gives it, and since when it had waited.</summary>
    private (bool IsGiven, bool IsFirst, long Since) _taken;

    /// <summary>A thread begins to run an operation.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void OnSegmentBegin(ThreadWork thread, int taskId, long time)
    {
        int slot = ids.Find(taskId);
        if (slot == 0)
            slot = life.CreateBegunBefore(thread, taskId, time);
        ref Operation op = ref store[slot];
        if (op.Kind == OperationKind.Leaf && op.IsLive)
            life.TurnIntoMethod(slot, time);

        if (thread.Depth == 0 && thread.PrefixSuspended)
            thread.Prefix = default; // the thread has gone back to its pool and taken something else
        thread.LastSuspended = default;
        thread.Yielder = default;
        thread.Pooled = default;
        thread.Thrown = 0;
        if (op.HasCode)
        {
            running.StopRunning(ref op); // the end of its work on another thread may come later; its segment there is over
            if (op.IsLive)
                Resume(thread, slot, ref op, time);
        }

        int outer = running.Lender(thread);
        if (outer != 0 && outer != slot && op.Kind != OperationKind.Carrier)
            running.Lend(outer, op.Name, time);
        ref WorkFrame frame = ref thread.Push(WorkKind.Segment, taskId, new OperationRef(slot, op.Serial));
        frame.Live = op.HasCode && op.IsLive;
        if (_taken.IsGiven)
            (frame.IsGiven, frame.IsFirst, frame.Taker, frame.TakerSince, _taken) = (true, _taken.IsFirst, frame.Operation, _taken.Since, default);
        if (op.HasCode)
        {
            op.Thread = thread.Key;
            op.Frame = thread.Depth;
        }
    }

    /// <summary>An operation has what it awaited, and goes on elsewhere.</summary>
    public void OnMove(ThreadWork thread, int taskId, long time)
    {
        int slot = ids.Find(taskId);
        ref Operation op = ref store[slot];
        ResolveWait(thread, slot, ref op, time);
        if (_taken.IsGiven && running.RunningTop(thread) is var giver and not 0)
            running.Lend(giver, op.Name, time); // an iterator, which has given it an item
        _taken = default;
        store.Append(slot, IntervalKind.Ready, 0, time);
    }

    private void Resume(ThreadWork thread, int slot, ref Operation op, long time)
    {
        if (op.State == OperationState.Yielded && thread.Depth > 0 && !running.IsCarried(thread))
        {
            // A real yield is queued and goes on at the bottom of a stack: something unseen that it called had yielded.
            counts.WrongYields++;
            store.Patch(slot, IntervalKind.Waiting, wellKnown.Unknown);
            op.State = OperationState.Suspended;
        }

        if (op.State == OperationState.Idle)
            LeaveIdle(slot, ref op);
        if (op.State == OperationState.Suspended)
            ResolveWait(thread, slot, ref op, time);
        store.Append(slot, IntervalKind.Running, 0, time);
        transitions.Move(ref op, OperationState.Running);
        op.Segments++;
    }

    /// <summary>An operation goes on: what it was suspended on is known now as well as it will ever be.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ResolveWait(ThreadWork thread, int slot, ref Operation op, long time)
    {
        if (op.Has(OperationFlags.Dispatched))
            opaque.Resolve(thread, slot, ref op, time);
        ref Interval wait = ref store.Intervals[op.Last];
        if (thread.Depth > 0 && thread[thread.Depth - 1] is { Kind: WorkKind.Bracket, IsGiven: true, Taker.Slot: 0 })
        {
            ref WorkFrame through = ref thread[thread.Depth - 1];
            (through.Taker, through.TakerSince) = (new OperationRef(slot, op.Serial), wait.From);
        }

        if (wait.Kind == IntervalKind.Awaiting && store[wait.Target].Kind == OperationKind.Leaf)
        {
            ref Operation leaf = ref store[wait.Target];
            long done = leaf.Done;
            if (leaf.Link != 0)
            {
                int source = leaf.Link;
                bool isGiven = store[source].Kind == OperationKind.Iterator && thread.Depth > 0 && thread[thread.Depth - 1].IsGiven;
                bool isTold = leaf.Has(OperationFlags.Told);
                if (isTold)
                    counts.ToldEdges++;
                else
                    counts.Infer(isGiven ? EdgeRule.Iterator : EdgeRule.Relay);
                if (isGiven)
                    thread[thread.Depth - 1].IsFirst = store[source].Parent == 0;
                store.Patch(slot, IntervalKind.Awaiting, source);
                graph.AddAwaiter(source, slot, inferred: !isTold);
                return;
            }

            if (leaf.Name == wellKnown.Delay)
                counts.MaybeReady++;
            if (leaf.Waker != 0)
                store.Patch(slot, IntervalKind.WaitingFor, leaf.Waker);
            else
                store.Patch(slot, IntervalKind.Waiting, leaf.Name);
            if (done != 0 && done < time)
                store.Append(slot, IntervalKind.Ready, 0, done);
            return;
        }

        if (wait.Kind == IntervalKind.Awaiting && store[wait.Target].Has(OperationFlags.Pooled))
        {
            counts.Infer(EdgeRule.Pooled);
            pooled.End(thread, wait.Target, time);
            return;
        }

        if (!graph.EndsInUnknown(op))
            return;
        int awaited = Infer(thread, ref op);
        if (awaited == 0 && tasks.Any && op.Kind == OperationKind.Iterator && tasks.Take(slot, wait.From, time) is var given and not 0)
        {
            store.Patch(slot, IntervalKind.Awaiting, given);
            return;
        }

        counts.Awaits++;
        op.Awaits++;
        if (awaited == 0)
        {
            counts.UnknownAwaits++;
            counts.MaybeReady++;
            if (running.RunningTop(thread) is var waker and not 0 && waker != slot)
                store.Patch(slot, IntervalKind.WokenBy, store[waker].Name);
            return;
        }

        if (store[awaited].Kind == OperationKind.Iterator && thread[thread.Depth - 1].Kind == WorkKind.Segment)
            _taken = (true, store[awaited].Parent == 0, wait.From);
        counts.Infer(store[awaited].Has(OperationFlags.Pooled) ? EdgeRule.Pooled : store[awaited].Kind == OperationKind.Iterator ? EdgeRule.Iterator : EdgeRule.Adjacent);
        store.Patch(slot, IntervalKind.Awaiting, awaited);
        graph.AddAwaiter(awaited, slot, inferred: true);
        if (store[awaited].Has(OperationFlags.Pooled))
            pooled.End(thread, awaited, time);
    }

    /// <summary>Whom an operation awaited that no await names, told by where it goes on; 0 where nothing tells.</summary>
    private int Infer(ThreadWork thread, ref Operation op)
    {
        if (thread.Depth == 0)
            return 0;
        ref WorkFrame frame = ref thread[thread.Depth - 1];
        if (!store.IsSame(frame.Operation))
            return 0;
        if (frame.Kind == WorkKind.Bracket && pooled.After(frame.Operation.Slot) is var method and not 0)
            return method;
        ref Operation inner = ref store[frame.Operation.Slot];
        if (frame.Kind == WorkKind.Bracket)
            return inner.HasCode ? frame.Operation.Slot : 0;
        if (frame.Kind != WorkKind.Segment || !inner.HasCode)
            return 0;
        if (inner.Kind == OperationKind.Iterator)
            return (rules & EdgeRules.Iterator) != 0 ? frame.Operation.Slot : 0;
        return op.SuspendedAfter == frame.Operation && (rules & EdgeRules.Adjacent) != 0 ? frame.Operation.Slot : 0;
    }

    /// <summary>An iterator runs again and no await of it was seen: it was called, and suspended, where its consumer suspended last.</summary>
    private void LeaveIdle(int slot, ref Operation op)
    {
        long idleSince = store.LastFrom(slot);
        int consumer = op.Parent;
        while (consumer != 0 && store[consumer].State == OperationState.Idle)
            consumer = store[consumer].Parent; // an iterator over it, called by somebody else in turn
        long called = consumer == 0 ? idleSince : store.LastFrom(consumer);
        op.State = OperationState.Suspended;
        if (called > idleSince)
            store.Append(slot, IntervalKind.Waiting, wellKnown.Unknown, called, Interval.Untold);
        else
            store.Patch(slot, IntervalKind.Waiting, wellKnown.Unknown, Interval.Untold);
    }

    /// <summary>A task begins to run its continuations.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void OnBracketBegin(ThreadWork thread, int taskId, long time)
    {
        int slot = ids.Find(taskId);
        if (slot == 0)
        {
            OperationRef source = completers.OfUnnamed(thread, taskId);
            ref WorkFrame frame = ref thread.Push(WorkKind.Bracket, taskId, source);
            frame.IsRelay = source.Slot != 0;
            frame.Done = time;
            frame.Name = thread.EndedTask == taskId ? thread.EndedName : NameTable.NoneId;
            return;
        }

        life.Complete(slot, time);
        bool isGiven = store[slot].Kind is OperationKind.Leaf or OperationKind.Join && store[slot].Has(OperationFlags.Anonymous) && completers.Tell(thread, slot, time);
        if (store[slot] is { Kind: OperationKind.Leaf, Status: > OperationStatus.Completed })
            waits.Add(slot);
        bool isUnwrapped = graph.IsUnwrapped(store[slot]); // that is who continues after it, and need not be awaited
        slot = graph.Represented(slot);
        ref Operation op = ref store[slot];
        if (!isUnwrapped)
            op.Flags |= OperationFlags.HadBracket;
        if (op.Frame == 0)
            op.Thread = thread.Key;
        thread.Push(WorkKind.Bracket, taskId, store.RefOf(slot)).IsGiven = isGiven;
    }

    /// <summary>The innermost work on a thread ends; the event does not name it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void OnWorkEnd(ThreadWork thread, TaskWork work, long time)
    {
        WorkKind kind = work switch
        {
            TaskWork.Execution => WorkKind.Segment,
            TaskWork.CompletionNotification => WorkKind.Bracket,
            _ => WorkKind.Progress,
        };
        if (thread.CountOf(kind) == 0)
        {
            counts.Unmatched++;
            return;
        }

        if (thread[thread.Depth - 1].Kind != kind)
        {
            // Something was lost: give up what lies above the matching frame, or ignore an end that matches nothing.
            counts.Unmatched++;
            int match = thread.Depth - 1;
            while (thread[match].Kind != kind)
                match--;
            while (thread.Depth - 1 > match)
                PopFrame(thread, time);
        }

        PopFrame(thread, time);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void PopFrame(ThreadWork thread, long time)
    {
        WorkFrame frame = thread.Pop();
        if (frame.Kind == WorkKind.Bracket && frame.Operation.Slot != 0 && (waits.Any || tasks.Any) && store.IsSame(frame.Operation))
        {
            bool isEmpty = thread.LastKind == AsyncEventKind.WorkBegin && thread.LastTaskId == frame.TaskId;
            waits.Complete(frame.Operation.Slot, isEmpty);
            tasks.Complete(frame.Operation.Slot, isEmpty, time);
        }

        if (frame.IsGiven)
        {
            thread.Returned = new Handover(frame.Kind == WorkKind.Bracket ? frame.Operation : default, frame.Taker, frame.TakerSince, frame.IsFirst, time);
            thread.HasReturned = true;
        }

        if (frame.Kind == WorkKind.Bracket)
            thread.Release(time);
        if (frame is { Kind: WorkKind.Bracket, IsRelay: false } && pooled.Any)
            pooled.Leave(frame, time);
        if (frame.Kind != WorkKind.Segment)
            return;
        if (thread.Depth > 0 && thread[thread.Depth - 1].Kind == WorkKind.Bracket)
            thread[thread.Depth - 1].Since = time;
        if (frame.Live && store.IsSame(frame.Operation))
        {
            ref Operation op = ref store[frame.Operation.Slot];
            op.Frame = 0;
            if (op.Kind is OperationKind.Method or OperationKind.Iterator && op.State is OperationState.Running or OperationState.Lent)
            {
                // It suspended, and nothing said on what.
                op.State = OperationState.Running;
                transitions.Move(ref op, OperationState.Suspended);
                pooled.SuspendOnUnknown(thread, frame.Operation.Slot, Interval.Untold, time);
            }
            else if (op is { Kind: OperationKind.Delegate, State: OperationState.Running })
            {
                // Its code has returned. If its end does not follow at once, tasks attached to it have not ended.
                store.Append(frame.Operation.Slot, IntervalKind.Waiting, wellKnown.Children, time);
                transitions.Move(ref op, OperationState.Suspended);
            }
        }

        int lender = running.RunningAt(thread, running.BelowCarriers(thread, frame.SegmentBelow));
        if (lender != 0 && store[lender].State == OperationState.Lent)
        {
            store.Append(lender, IntervalKind.Running, 0, time);
            transitions.Move(ref store[lender], OperationState.Running);
        }
    }
}

using System.Runtime.CompilerServices;
using AsyncProf.Events;
using AsyncProf.Stitching.Operations;
using AsyncProf.Stitching.Records;

namespace AsyncProf.Stitching.Tpl;

/// <summary>
/// Tasks end, and joins and continuations learn of it.
/// </summary>
internal sealed class Completions(
    OperationStore store,
    TaskIds ids,
    RunningOperations running,
    AwaitGraph graph,
    OperationLifecycle life,
    ParallelLoops loops,
    DataflowBlocks blocks,
    Transitions transitions,
    EdgeRules rules,
    StitcherCounts counts,
    WellKnownNames wellKnown)
{
    /// <summary>An operation ends. An unknown id is a call that failed before it suspended, or a delay whose awaiter has already gone on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void OnEnd(ThreadWork thread, int taskId, OperationStatus status, long time)
    {
        int slot = ids.Find(taskId);
        if (slot == 0)
            return;
        ref Operation op = ref store[slot];
        switch (op.Kind)
        {
            case OperationKind.Leaf:
                life.Complete(slot, time);
                op.Status = status;
                op.State = OperationState.Ended;
                if (op.References == 0)
                    (thread.EndedTask, thread.EndedName) = (taskId, op.Name);
                store.FreeIfDone(slot);
                break;
            case OperationKind.Join or OperationKind.Unwrap or OperationKind.Carrier:
                if (!op.IsLive)
                    break;
                life.Complete(slot, time);
                op.Status = status;
                life.EndJoin(slot, time);
                if (graph.Represented(slot) is var delegated && delegated != slot)
                {
                    life.End(delegated, status, time);
                    Unlink(delegated, slot);
                }

                break;
            case OperationKind.Delegate when op.IsLive && graph.IsBeingUnwrapped(op):
                Return(thread, slot);

                // Its delegate has returned a task: it goes on until that task ends, and the Unwrap says when.
                running.StopRunning(ref op);
                store.Append(slot, IntervalKind.Waiting, wellKnown.Unknown, time);
                transitions.Move(ref op, OperationState.Suspended);
                break;
            default:
                if (op.Kind == OperationKind.Delegate && op.IsLive)
                {
                    Return(thread, slot);
                    if (op is { State: OperationState.Created, Parent: 0 } && op.Has(OperationFlags.Continuation) && store.Intervals[op.Last].Kind == IntervalKind.Waiting)
                        NeverScheduled(thread, ref op, time);
                }

                if (!op.IsLive && op.Has(OperationFlags.Dispatched) && status > OperationStatus.Completed)
                    op.Status = status; // of a chain of runtime-async whose task failed or was cancelled the TPL tells which
                if (status != OperationStatus.Completed && thread.Thrown > 0)
                    op.Error = thread.Thrown;
                life.End(slot, status, time);
                op.Thread = thread.Key;
                if (op.Has(OperationFlags.Worker))
                    loops.End();
                blocks.Forget(slot);
                break;
        }
    }

    /// <summary>A continuation ends and has never begun: what it continues did not end as it was made for, and has nobody who goes on after it.</summary>
    private void NeverScheduled(ThreadWork thread, ref Operation op, long time)
    {
        op.Start = op.ChargedTo = time;
        if (thread.Depth > 0 && thread[thread.Depth - 1] is { Kind: WorkKind.Bracket } bracket && store.IsSame(bracket.Operation))
            store[bracket.Operation.Slot].Flags &= ~OperationFlags.HadBracket;
    }

    /// <summary>
    /// The end of a delegate follows the end of its work at once, on the same thread; or it had to wait for tasks attached to it, and then it follows the
    /// end of the last of them.
    /// </summary>
    private void Return(ThreadWork thread, int slot)
    {
        ref Operation op = ref store[slot];
        if (op.State != OperationState.Suspended || op.Last == 0
            || store.Intervals[op.Last] is not { Kind: IntervalKind.Waiting } wait || wait.Target != wellKnown.Children)
        {
            return;
        }

        if (thread.LastKind == AsyncEventKind.WorkEnd)
        {
            store.Patch(slot, IntervalKind.Running, 0);
            op.State = OperationState.Running;
        }
        else if ((rules & EdgeRules.Attached) != 0 && thread.LastKind == AsyncEventKind.OperationEnd && ids.Find(thread.LastTaskId) is var child and not 0 && child != slot
            && store[child].HasCode)
        {
            counts.Infer(EdgeRule.Attached);
            store.Patch(slot, IntervalKind.Awaiting, child);
            graph.AddAwaiter(child, slot, inferred: true);
        }
    }

    /// <summary>A delegate gives up its Unwrap: each holding the other, both would stay for good.</summary>
    private void Unlink(int delegated, int unwrap)
    {
        ref Operation op = ref store[delegated];
        if (op.Link != unwrap)
            return;
        op.Flags |= OperationFlags.Unwrapped;
        op.Link = 0;
        store.Drop(unwrap);
    }

    /// <summary>A join learns of a child, inside the completion bracket of that child: the only trace of join and child.</summary>
    public void OnRelation(ThreadWork thread, int joinId, TaskRelation relation)
    {
        int join = ids.Find(joinId);
        if (join == 0 || thread.Depth == 0)
            return;
        WorkFrame frame = thread[thread.Depth - 1];
        if (frame.Kind != WorkKind.Bracket || !store.IsSame(frame.Operation))
            return;
        bool isRelayed = frame.IsRelay || store[frame.Operation.Slot] is { Kind: OperationKind.Leaf, Link: not 0 };
        int child = isRelayed && !frame.IsRelay ? store[frame.Operation.Slot].Link : frame.Operation.Slot;
        ref Operation j = ref store[join];
        if (child == join || !j.IsLive)
            return;
        switch (j.Kind)
        {
            case OperationKind.Unwrap when j.Link != 0 && store[j.Link].Kind == OperationKind.Delegate:
                if (store[j.Link].Has(OperationFlags.Continuation) && !IsOf(j.Link, child))
                    Separate(j.Link, join, child);
                else if (child != j.Link)
                    Unwrapped(j.Link, child);
                break;
            case OperationKind.Delegate when relation == TaskRelation.Continuation:
                store[child].Flags &= ~OperationFlags.HadBracket; // it is the continuation that went on
                if (j.Antecedent == 0)
                    Continues(join, child);
                break;
            case OperationKind.Join or OperationKind.Unwrap:
                graph.AddAwaiter(child, join, isRelayed);
                if (isRelayed)
                    counts.Infer(EdgeRule.Relay);
                if (store[child].Parent == join)
                    store[child].Flags &= ~OperationFlags.HadBracket; // it is the join that continued; whether anybody did after that is the join's to say
                if (j.Link == 0 || !j.Has(OperationFlags.FirstChildDecides))
                    graph.Link(join, child);
                break;
        }
    }

    /// <summary>Whether a task can be what a delegate returned: it began in it, or nothing tells where it did.</summary>
    private bool IsOf(int delegated, int child) => child == delegated || !store[child].HasCode || store[child].Spawner == store.RefOf(delegated);

    /// <summary>A delegate and an Unwrap that was made directly after it turn out to have nothing to do with each other: who awaited the one awaits the other.</summary>
    private void Separate(int delegated, int unwrap, int child)
    {
        graph.LetGoOfPartner(unwrap);
        graph.AddAwaiter(child, unwrap);
        graph.Link(unwrap, child);
        ref Operation op = ref store[delegated];
        if (op.Parent is var awaiter and not 0 && store[awaiter].Last is var last and not 0 && store.Intervals[last] is { Kind: IntervalKind.Awaiting } wait && wait.Target == delegated)
        {
            store.Patch(awaiter, IntervalKind.Awaiting, unwrap);
            store.Orphan(delegated);
            graph.AddAwaiter(unwrap, awaiter);
            if (op.Antecedent is var antecedent and not 0 && store[antecedent].Parent == delegated)
                store.Orphan(antecedent); // what nobody awaits is no parent of what it continues
        }

        if (op.State == OperationState.Suspended && graph.EndsInUnknown(op) && op.Segments > 0)
            life.End(delegated, OperationStatus.Completed, store.LastFrom(delegated)); // it had returned, and no task
    }

    /// <summary>The task that a delegate returned has ended: the delegate awaited it since it returned.</summary>
    private void Unwrapped(int delegated, int inner)
    {
        ref Operation op = ref store[delegated];
        if (op.Has(OperationFlags.Continuation))
            counts.Infer(EdgeRule.Unwrap);
        if (graph.WaitsForUnknown(ref op))
            store.Patch(delegated, IntervalKind.Awaiting, inner);
        graph.AddAwaiter(inner, delegated);
    }

    /// <summary>A continuation learns what it continues. It is its parent only if it is itself awaited.</summary>
    private void Continues(int continuation, int antecedent)
    {
        ref Operation op = ref store[continuation];
        op.Antecedent = antecedent;
        store[antecedent].References++;
        if (op.Parent == 0)
            return;
        if (graph.EndsInUnknown(op))
            store.Patch(continuation, IntervalKind.Awaiting, antecedent);
        graph.AddAwaiter(antecedent, continuation);
    }
}

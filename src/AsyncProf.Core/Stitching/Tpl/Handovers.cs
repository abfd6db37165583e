using System.Runtime.CompilerServices;
using AsyncProf.Events;
using AsyncProf.Stitching.Operations;
using AsyncProf.Stitching.Records;

namespace AsyncProf.Stitching.Tpl;

/// <summary>
/// Iterators give items to their consumers as the last act of their segments, and the last worker of a parallel loop ends the loop as its very last act. Who only sets a
/// <c>TaskCompletionSource</c> goes on after it. So each is believed at first, and taken back when the next event on the thread says otherwise.
/// </summary>
internal sealed class Handovers(OperationStore store, TaskIds ids, ParallelLoops loops, StitcherCounts counts)
{
    /// <summary>Decides what has just returned to its giver, by the next event on the thread.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Decide(ThreadWork thread, in AsyncEvent e)
    {
        Handover handover = thread.Returned;
        thread.HasReturned = false;
        if (thread.Depth == 0 || thread[thread.Depth - 1] is not { Kind: WorkKind.Segment } frame || !store.IsSame(frame.Operation))
            return;
        if (e is { Kind: AsyncEventKind.WorkBegin, Detail: (byte)TaskWork.CompletionNotification } && IsCompletedBy(handover, e.TaskId))
        {
            thread.Hold(); // of the taker nothing tells but its dispatcher: its completion follows its end, and is still a part of it
            return;
        }

        if (e.Kind == AsyncEventKind.ContinuationScheduled && store.Find(handover.Taker) is var yielder and not 0 && store[yielder].Has(OperationFlags.Dispatched))
        {
            thread.HasReturned = true; // of calls of runtime-async it comes after they have given the thread back
            return;
        }

        int giver = frame.Operation.Slot;
        if (store[giver].Kind == OperationKind.Iterator)
        {
            if (e.Kind != AsyncEventKind.WorkEnd || e.Detail != (byte)TaskWork.Execution || handover.Taker.Slot == 0) // who awaits an item goes on at once
                TakeBack(thread, giver, handover);
        }
        else if (store.Find(handover.Through) is var loop and not 0)
        {
            if (e.Kind == AsyncEventKind.OperationEnd && e.TaskId == store[giver].TaskId)
                loops.EndWith(giver);
            else
                loops.TakeBack(loop, giver, handover);
        }
    }

    /// <summary>Whether a task is that of a dispatcher that ended before it came back: its last method ends a moment before the dispatcher does.</summary>
    private bool IsCompletedBy(in Handover handover, int taskId) =>
        ids.Find(taskId) is var slot and not 0 && store[slot] is { IsLive: false } op && op.Has(OperationFlags.Dispatched) && op.End >= handover.Since && op.End <= handover.ReturnedAt;

    /// <summary>An iterator does something else: it has no consumer here, and only lent its thread.</summary>
    private void TakeBack(ThreadWork thread, int giver, in Handover handover)
    {
        ref Operation op = ref store[giver];
        if (store.Find(handover.Through) is var leaf and not 0 && store[leaf].Link == giver)
        {
            (store[leaf].Link, store[leaf].Waker) = (0, op.Name);
            store.Drop(giver);
        }

        int taker = store.Find(handover.Taker);
        if (taker == 0)
            return;
        counts.TakeBack(EdgeRule.Iterator);
        store.PatchAt(taker, handover.Since, giver, handover.Through.Slot != 0 ? IntervalKind.WaitingFor : IntervalKind.WokenBy, op.Name);
        if (handover.IsFirst && op.Parent == taker)
            store.DropChild(giver);
        if (op.State != OperationState.Idle || store.Intervals[op.Last].Kind != IntervalKind.Idle)
            return;
        store.Patch(giver, IntervalKind.Lent, store[taker].Name);
        store.Append(giver, IntervalKind.Running, 0, handover.ReturnedAt);
        op.State = OperationState.Running;
        thread[thread.Depth - 1].Live = true;
        (op.Thread, op.Frame) = (thread.Key, thread.Depth);
    }
}

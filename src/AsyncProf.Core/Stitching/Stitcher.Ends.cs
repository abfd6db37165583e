using System.Runtime.CompilerServices;
using AsyncProf.Events;

namespace AsyncProf.Stitching;

/// <content>Ends and what they decide: events 15 and 16.</content>
internal sealed partial class Stitcher
{
    /// <summary>Event 15. An unknown id is a call that failed before it suspended, or a delay whose awaiter has already gone on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void OnEnd(ThreadWork thread, int taskId, OperationStatus status, long time)
    {
        int slot = _map.Find(taskId);
        if (slot == 0)
            return;
        ref Operation op = ref _store[slot];
        switch (op.Kind)
        {
            case OperationKind.Leaf:
                Complete(slot, time);
                op.Status = status;
                op.State = OperationState.Ended;
                _store.FreeIfDone(slot);
                break;
            case OperationKind.Join or OperationKind.Unwrap or OperationKind.Carrier:
                if (!op.IsLive)
                    break;
                Complete(slot, time);
                op.End = time;
                op.Status = status;
                op.State = OperationState.Ended;
                _grace.Enqueue(slot, op.Serial, time);
                if (Represented(slot) is var delegated && delegated != slot)
                {
                    End(delegated, status, time);
                    Unlink(delegated, slot);
                }

                break;
            case OperationKind.Delegate when op.IsLive && IsBeingUnwrapped(op):
                Return(thread, slot);

                // Its delegate has returned a task: it goes on until that task ends, and the Unwrap says when.
                StopRunning(ref op);
                _store.Append(slot, IntervalKind.Waiting, _leaves.Unknown, time);
                _transitions.Move(ref op, OperationState.Suspended);
                break;
            default:
                if (op.Kind == OperationKind.Delegate && op.IsLive)
                    Return(thread, slot);
                End(slot, status, time);
                break;
        }
    }

    /// <summary>
    /// The end of a delegate follows its 18 at once, on the same thread; or it had to wait for tasks attached to it, and then it follows the
    /// end of the last of them.
    /// </summary>
    private void Return(ThreadWork thread, int slot)
    {
        ref Operation op = ref _store[slot];
        if (op.State != OperationState.Suspended || op.Last == 0
            || _store.Intervals[op.Last] is not { Kind: IntervalKind.Waiting } wait || wait.Target != _leaves.Children)
        {
            return;
        }

        if (thread.LastKind == AsyncEventKind.WorkEnd)
        {
            _store.Patch(slot, IntervalKind.Running, 0);
            op.State = OperationState.Running;
        }
        else if (thread.LastKind == AsyncEventKind.OperationEnd && _map.Find(thread.LastTaskId) is var child and not 0 && child != slot
            && _store[child].HasCode)
        {
            Counts.InferredEdges++;
            _store.Patch(slot, IntervalKind.Awaiting, child);
            AddAwaiter(child, slot, inferred: true);
        }
    }

    /// <summary>A delegate gives up its Unwrap: each holding the other, both would stay for good.</summary>
    private void Unlink(int delegated, int unwrap)
    {
        ref Operation op = ref _store[delegated];
        if (op.Link != unwrap)
            return;
        op.Flags |= OperationFlags.Unwrapped;
        op.Link = 0;
        _store.Drop(unwrap);
    }

    /// <summary>An operation with code ends. An <c>async void</c> says so twice.</summary>
    private void End(int slot, OperationStatus status, long time)
    {
        ref Operation op = ref _store[slot];
        if (!op.IsLive)
            return;
        if (op.Has(OperationFlags.Unnamed))
            StopAwaiting(slot);
        if (op.State == OperationState.Suspended && op.Last != 0)
            SettleAtEnd(slot, ref op);
        StopRunning(ref op);
        op.End = time;
        op.EndOrder = unchecked(++_ends);
        if (op.Done == 0)
            op.Done = time;
        op.Status = status;
        if (op.State is OperationState.Lent or OperationState.Blocked)
            op.State = OperationState.Running; // what ran inside it has not unwound: the end comes first
        _transitions.Move(ref op, OperationState.Ended);
        if (!op.Has(OperationFlags.Ignored))
            Counts.Ended++;
        _grace.Enqueue(slot, op.Serial, time);
        if (op.Parent == 0 && op.Entry != 0 && _store.Entries[op.Entry].Stop == 0 && !op.Has(OperationFlags.Ignored))
            Pend(slot);
    }

    /// <summary>A leaf that an operation still holds when it ends (a cancelled continuation, lost events) is kept by name.</summary>
    private void SettleAtEnd(int slot, ref Operation op)
    {
        ref Interval wait = ref _store.Intervals[op.Last];
        if (wait.Kind == IntervalKind.Awaiting && _store[wait.Target].Kind == OperationKind.Leaf)
            _store.Patch(slot, IntervalKind.Waiting, _store[wait.Target].Name);
    }

    /// <summary>Event 16, inside the completion bracket of the child: the only trace of join and child.</summary>
    private void OnRelation(ThreadWork thread, int joinId, TaskRelation relation)
    {
        int join = _map.Find(joinId);
        if (join == 0 || thread.Depth == 0)
            return;
        WorkFrame frame = thread[thread.Depth - 1];
        if (frame.Kind != WorkKind.Bracket || !_store.IsSame(frame.Slot, frame.Serial))
            return;
        int child = _store[frame.Slot] is { Kind: OperationKind.Leaf, Link: not 0 } relay ? relay.Link : frame.Slot;
        ref Operation j = ref _store[join];
        if (child == join || !j.IsLive)
            return;
        switch (j.Kind)
        {
            case OperationKind.Unwrap when j.Link != 0 && _store[j.Link].Kind == OperationKind.Delegate:
                if (child != j.Link)
                    Unwrapped(j.Link, child);
                break;
            case OperationKind.Delegate when relation == TaskRelation.Continuation:
                if (j.Link == 0)
                    Continues(join, child);
                break;
            case OperationKind.Join or OperationKind.Unwrap:
                AddAwaiter(child, join);
                if (j.Link == 0 || !j.Has(OperationFlags.FirstChildDecides))
                    Link(join, child);
                break;
        }
    }

    /// <summary>The task that a delegate returned has ended: the delegate awaited it since it returned.</summary>
    private void Unwrapped(int delegated, int inner)
    {
        ref Operation op = ref _store[delegated];
        if (WaitsForUnknown(ref op))
            _store.Patch(delegated, IntervalKind.Awaiting, inner);
        AddAwaiter(inner, delegated);
    }

    /// <summary>A continuation learns what it continues. It is its parent only if it is itself awaited.</summary>
    private void Continues(int continuation, int antecedent)
    {
        ref Operation op = ref _store[continuation];
        Link(continuation, antecedent);
        if (op.Parent == 0)
            return;
        if (EndsInUnknown(op))
            _store.Patch(continuation, IntervalKind.Awaiting, antecedent);
        AddAwaiter(antecedent, continuation);
    }

    /// <summary>Puts an ended operation without a parent on its entry's list, to be decided when the entry stops at the latest.</summary>
    private void Pend(int slot)
    {
        ref Operation op = ref _store[slot];
        ref Entry entry = ref _store.Entries[op.Entry];
        op.Flags |= OperationFlags.Pending;
        op.PreviousSibling = 0;
        op.NextSibling = entry.FirstPending;
        if (entry.FirstPending != 0)
            _store[entry.FirstPending].PreviousSibling = slot;
        entry.FirstPending = slot;
    }

    private void Unpend(int slot)
    {
        ref Operation op = ref _store[slot];
        if (!op.Has(OperationFlags.Pending))
            return;
        op.Flags &= ~OperationFlags.Pending;
        if (op.PreviousSibling != 0)
            _store[op.PreviousSibling].NextSibling = op.NextSibling;
        else
            _store.Entries[op.Entry].FirstPending = op.NextSibling;
        if (op.NextSibling != 0)
            _store[op.NextSibling].PreviousSibling = op.PreviousSibling;
        op.PreviousSibling = op.NextSibling = 0;
    }
}

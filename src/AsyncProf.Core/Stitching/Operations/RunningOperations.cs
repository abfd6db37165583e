using AsyncProf.Events;
using AsyncProf.Stitching.Records;

namespace AsyncProf.Stitching.Operations;

/// <summary>
/// What runs on which thread: whose segment is on top, who lends its thread to whom, and what a thread that lost events may still be believed to do.
/// </summary>
internal sealed class RunningOperations(OperationStore store, Transitions transitions, WellKnownNames wellKnown)
{
    private readonly List<ThreadWork?> _threads = store.Threads;

    /// <summary>The threads seen, by their numbers; null for one that has ended.</summary>
    public IReadOnlyList<ThreadWork?> Threads => _threads;

    /// <summary>The state of a thread, made at its first event.</summary>
    /// <param name="key">The thread's number, small and never reused.</param>
    /// <param name="ignored">Whether everything that begins on it is the profiler's own.</param>
    public ThreadWork Thread(int key, bool ignored = false)
    {
        while (_threads.Count <= key)
            _threads.Add(null);
        return _threads[key] ??= new ThreadWork(key) { Ignored = ignored };
    }

    /// <summary>Forgets a thread that has ended.</summary>
    public void Retire(int key, long now)
    {
        if (key >= _threads.Count || _threads[key] is not { } thread)
            return;
        Interrupt(thread, now);
        _threads[key] = null;
    }

    /// <summary>Nothing on a thread's stack can be trusted any more: its live operations are suspended on the unknown.</summary>
    public void Interrupt(ThreadWork thread, long time)
    {
        for (int i = thread.TopSegment; i >= 0; i = thread[i].SegmentBelow)
        {
            if (!thread[i].Live || !store.IsSame(thread[i].Operation) || !store[thread[i].Operation.Slot].IsLive)
                continue;
            store.Append(thread[i].Operation.Slot, IntervalKind.Waiting, wellKnown.Unknown, time);
            store[thread[i].Operation.Slot].State = OperationState.Suspended;
        }

        thread.Clear();
    }

    /// <summary>The operation whose segment is on top of the thread's stack, or 0.</summary>
    public int TopOperation(ThreadWork thread)
    {
        for (int i = thread.TopSegment; i >= 0; i = thread[i].SegmentBelow)
        {
            if (!store.IsSame(thread[i].Operation))
                return 0;
            if (store[thread[i].Operation.Slot].HasCode)
                return thread[i].Operation.Slot; // not a carrier, nor what only a damaged log would run
        }

        return 0;
    }

    /// <summary>The number under which is charged what the thread has used in its topmost segment, whose operation was charged before that was told; 0 where it was not.</summary>
    public int Late(ThreadWork thread)
    {
        for (int i = thread.TopSegment; i >= 0; i = thread[i].SegmentBelow)
        {
            if (thread[i].Late != 0 || !store.IsSame(thread[i].Operation) || store[thread[i].Operation.Slot].HasCode)
                return thread[i].Late;
        }

        return 0;
    }

    /// <summary>The prefix of the entry that started on a thread while no operation ran there, or 0.</summary>
    public int Prefix(ThreadWork thread) => store.Find(thread.Prefix);

    /// <summary>Remembers who suspends on a thread, for edges that only the order of suspensions tells.</summary>
    public void Suspended(ThreadWork thread, int slot)
    {
        ref Operation op = ref store[slot];
        op.SuspendedAfter = thread.LastSuspended;
        thread.LastSuspended = new OperationRef(slot, op.Serial);
    }

    /// <summary>Whether the thread on which an ended operation completed may still say so, or is still in what goes on after it.</summary>
    public bool IsCompleting(int slot)
    {
        ref Operation op = ref store[slot];
        if (op.Thread >= _threads.Count || _threads[op.Thread] is not { } thread)
            return false;
        if (thread.HasReturned || thread.IsHolding || (thread.LastKind == AsyncEventKind.OperationEnd && thread.LastTaskId == op.TaskId))
            return true;
        var known = new OperationRef(slot, op.Serial);
        for (int i = 0; i < thread.Depth; i++)
        {
            if (thread[i].Operation == known)
                return true;
        }

        return false;
    }

    /// <summary>Its segment goes on, but no longer as its own: what follows up to the end of its work is nobody's.</summary>
    public void StopRunning(ref Operation op)
    {
        if (op.Frame == 0 || op.Thread >= _threads.Count || _threads[op.Thread] is not { } thread)
            return;
        int index = op.Frame - 1;
        op.Frame = 0;
        if (index < thread.Depth && thread[index].Operation.Serial == op.Serial && thread[index].TaskId == op.TaskId)
            thread[index].Live = false;
    }

    /// <summary>The operation that runs on a thread, or 0.</summary>
    public int RunningTop(ThreadWork thread) => RunningAt(thread, thread.TopSegment);

    /// <summary>The operation that runs in a segment of a thread's stack, or 0; the segment -1 is none.</summary>
    public int RunningAt(ThreadWork thread, int segment) =>
        segment >= 0 && thread[segment].Live && store.IsSame(thread[segment].Operation) && store[thread[segment].Operation.Slot].HasCode
            ? thread[segment].Operation.Slot
            : 0;

    /// <summary>Whether a task of a scheduler, and nothing else, is below what the thread begins to run.</summary>
    public bool IsCarried(ThreadWork thread) =>
        thread[thread.Depth - 1] is { Kind: WorkKind.Segment } frame && store.IsSame(frame.Operation) && store[frame.Operation.Slot].Kind == OperationKind.Carrier;

    /// <summary>The operation whose thread another one takes that begins to run there now, be it inside a task of a scheduler; 0 if none.</summary>
    public int Lender(ThreadWork thread) => RunningAt(thread, BelowCarriers(thread, thread.TopSegment));

    public int BelowCarriers(ThreadWork thread, int segment)
    {
        while (segment >= 0 && store.IsSame(thread[segment].Operation) && store[thread[segment].Operation.Slot].Kind == OperationKind.Carrier)
            segment = thread[segment].SegmentBelow;
        return segment;
    }

    /// <summary>An operation runs inside another's live segment: the other one's thread is lent, or it is an iterator that handed over an item.</summary>
    public void Lend(int outer, int name, long time)
    {
        ref Operation lender = ref store[outer];
        if (lender.State == OperationState.Blocked)
            return; // the task it waits for, run inline
        if (lender.Kind == OperationKind.Iterator)
        {
            StopRunning(ref lender);
            store.Append(outer, IntervalKind.Idle, 0, time);
            transitions.Move(ref lender, OperationState.Idle);
            return;
        }

        store.Append(outer, IntervalKind.Lent, name, time);
        transitions.Move(ref lender, OperationState.Lent);
    }
}

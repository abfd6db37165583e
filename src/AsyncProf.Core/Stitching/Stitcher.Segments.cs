using AsyncProf.Events;

namespace AsyncProf.Stitching;

/// <content>What threads run: events 17 and 18.</content>
internal sealed partial class Stitcher
{
    /// <summary>Event 17, execution: a thread begins to run an operation.</summary>
    private void OnSegmentBegin(ThreadStack thread, int taskId, long time)
    {
        int slot = _map.Find(taskId);
        if (slot == 0)
            slot = CreateBegunBefore(thread, taskId, time);
        ref Operation op = ref _store[slot];
        if (op.Kind == OperationKind.Leaf && op.IsLive)
        {
            // Awaited before it was seen to run: it has code after all, and began before the recording.
            op.Kind = OperationKind.Method;
            op.Name = NameTable.NoneId;
            op.Start = op.ChargedTo = time;
            op.Flags = (op.Flags & ~OperationFlags.Anonymous) | OperationFlags.BegunBefore;
            Counts.BegunBefore++;
        }

        if (thread.Depth == 0 && thread.PrefixSuspended)
            thread.Prefix = 0; // the thread has gone back to its pool and taken something else
        thread.LastSuspended = 0;
        if (op.HasCode)
        {
            StopRunning(ref op); // its 18 on another thread may come later; its segment there is over
            if (op.IsLive)
                Resume(thread, slot, ref op, time);
        }

        int outer = LiveTop(thread);
        if (outer != 0 && outer != slot && op.Kind != OperationKind.Carrier)
            Lend(outer, op.Name, time);
        thread.Push(FrameKind.Segment, taskId, slot, op.Serial).Live = op.HasCode && op.IsLive;
        if (op.HasCode)
        {
            op.Thread = thread.Key;
            op.Frame = thread.Depth;
        }
    }

    private void Resume(ThreadStack thread, int slot, ref Operation op, long time)
    {
        if (op.State == OperationState.Suspended)
            Settle(thread, slot, ref op, time);
        else if (op.State == OperationState.Idle)
            LeaveIdle(slot, ref op);
        _store.Append(slot, IntervalKind.Running, 0, time);
        _transitions.Move(ref op, OperationState.Running);
        op.Segments++;
    }

    /// <summary>An operation goes on: what it was suspended on is known now as well as it will ever be.</summary>
    private void Settle(ThreadStack thread, int slot, ref Operation op, long time)
    {
        ref Interval wait = ref _store.Intervals[op.Last];
        if (wait.Kind == IntervalKind.Awaiting && _store[wait.Target].Kind == OperationKind.Leaf)
        {
            ref Operation leaf = ref _store[wait.Target];
            long done = leaf.Done;
            if (leaf.Name == _leaves.Delay)
                Counts.MaybeReady++;
            _store.Patch(slot, IntervalKind.Waiting, leaf.Name);
            if (done != 0 && done < time)
                _store.Append(slot, IntervalKind.Ready, 0, done);
            return;
        }

        if (!EndsInUnknown(op))
            return;
        int awaited = Infer(thread, ref op);
        Counts.Awaits++;
        op.Awaits++;
        if (awaited == 0)
        {
            Counts.UnknownAwaits++;
            Counts.MaybeReady++;
            return;
        }

        Counts.InferredEdges++;
        _store.Patch(slot, IntervalKind.Awaiting, awaited);
        AddAwaiter(awaited, slot, inferred: true);
    }

    /// <summary>Whom an operation awaited that no event 10 names, told by where it goes on; 0 where nothing tells.</summary>
    private int Infer(ThreadStack thread, ref Operation op)
    {
        if (thread.Depth == 0)
            return 0;
        ref Frame frame = ref thread[thread.Depth - 1];
        if (!_store.IsSame(frame.Slot, frame.Serial))
            return 0;
        ref Operation inner = ref _store[frame.Slot];
        if (frame.Kind == FrameKind.Bracket)
            return inner.HasCode ? frame.Slot : 0;
        if (frame.Kind != FrameKind.Segment || !inner.HasCode)
            return 0;
        if (inner.Kind == OperationKind.Iterator)
            return frame.Slot;
        bool lastBefore = op.SuspendedAfter == frame.Slot && op.SuspendedAfterSerial == frame.Serial;
        return lastBefore ? frame.Slot : 0;
    }

    /// <summary>An operation runs inside another's live segment: the other one's thread is lent, or it is an iterator that handed over an item.</summary>
    private void Lend(int outer, int name, long time)
    {
        ref Operation lender = ref _store[outer];
        if (lender.State == OperationState.Blocked)
            return; // the task it waits for, run inline
        if (lender.Kind == OperationKind.Iterator)
        {
            StopRunning(ref lender);
            _store.Append(outer, IntervalKind.Idle, 0, time);
            _transitions.Move(ref lender, OperationState.Idle);
            return;
        }

        _store.Append(outer, IntervalKind.Lent, name, time);
        _transitions.Move(ref lender, OperationState.Lent);
    }

    /// <summary>An iterator runs again and no await of it was seen: it was called, and suspended, where its consumer suspended last.</summary>
    private void LeaveIdle(int slot, ref Operation op)
    {
        long idleSince = _store.LastFrom(slot);
        long called = op.Parent == 0 ? idleSince : _store.LastFrom(op.Parent);
        Counts.UnknownAwaits++;
        Counts.Awaits++;
        if (called > idleSince)
            _store.Append(slot, IntervalKind.Waiting, _leaves.Unknown, called);
        else
            _store.Patch(slot, IntervalKind.Waiting, _leaves.Unknown);
    }

    /// <summary>Event 17, completion: a task runs its continuations.</summary>
    private void OnBracketBegin(ThreadStack thread, int taskId, long time)
    {
        int slot = _map.Find(taskId);
        int serial = 0;
        if (slot != 0)
        {
            Complete(slot, time);
            slot = Represented(slot);
            serial = _store[slot].Serial;
            _store[slot].Flags |= OperationFlags.HadBracket;
        }

        thread.Push(FrameKind.Bracket, taskId, slot, serial);
    }

    private void Complete(int slot, long time)
    {
        ref Operation op = ref _store[slot];
        if (IsBeingUnwrapped(op))
            return; // it returned a task; who awaits it goes on when that has ended
        if (op.Done == 0)
            op.Done = time;
        if (op.Kind == OperationKind.Unwrap && op.Link != 0 && _store[op.Link].Done == 0)
            _store[op.Link].Done = time;
    }

    /// <summary>Event 18: the end of the innermost 17.</summary>
    private void OnWorkEnd(ThreadStack thread, TaskWork work, long time)
    {
        FrameKind kind = work switch
        {
            TaskWork.Execution => FrameKind.Segment,
            TaskWork.CompletionNotification => FrameKind.Bracket,
            _ => FrameKind.Progress,
        };
        if (thread.Depth == 0)
        {
            Counts.Unmatched++;
            return;
        }

        if (thread[thread.Depth - 1].Kind != kind)
        {
            // Something was lost: give up what lies above the matching frame, or ignore an end that matches nothing.
            Counts.Unmatched++;
            int match = thread.Depth - 1;
            while (match >= 0 && thread[match].Kind != kind)
                match--;
            if (match < 0)
                return;
            while (thread.Depth - 1 > match)
                PopFrame(thread, time);
        }

        PopFrame(thread, time);
    }

    private void PopFrame(ThreadStack thread, long time)
    {
        Frame frame = thread.Pop();
        if (frame.Kind != FrameKind.Segment)
            return;
        if (frame.Live && _store.IsSame(frame.Slot, frame.Serial))
        {
            ref Operation op = ref _store[frame.Slot];
            op.Frame = 0;
            if (op.Kind is OperationKind.Method or OperationKind.Iterator && op.State is OperationState.Running or OperationState.Lent)
            {
                // It suspended, and nothing said on what.
                op.State = OperationState.Running;
                _store.Append(frame.Slot, IntervalKind.Waiting, _leaves.Unknown, time);
                _transitions.Move(ref op, OperationState.Suspended);
                Suspended(thread, frame.Slot);
            }
        }

        int below = frame.SegmentBelow;
        if (below < 0 || !thread[below].Live || !_store.IsSame(thread[below].Slot, thread[below].Serial))
            return;
        ref Operation lender = ref _store[thread[below].Slot];
        if (lender.State == OperationState.Lent)
        {
            _store.Append(thread[below].Slot, IntervalKind.Running, 0, time);
            _transitions.Move(ref lender, OperationState.Running);
        }
    }
}

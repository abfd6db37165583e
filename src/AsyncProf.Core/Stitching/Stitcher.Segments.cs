using System.Runtime.CompilerServices;
using AsyncProf.Events;

namespace AsyncProf.Stitching;

/// <content>What threads run: events 17 and 18.</content>
internal sealed partial class Stitcher
{
    /// <summary>Event 17, execution: a thread begins to run an operation.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void OnSegmentBegin(ThreadWork thread, int taskId, long time)
    {
        int slot = _map.Find(taskId);
        if (slot == 0)
            slot = CreateBegunBefore(thread, taskId, time);
        ref Operation op = ref _store[slot];
        if (op.Kind == OperationKind.Leaf && op.IsLive)
            TurnIntoMethod(slot, time);

        if (thread.Depth == 0 && thread.PrefixSuspended)
            thread.Prefix = 0; // the thread has gone back to its pool and taken something else
        thread.LastSuspended = 0;
        thread.Unnamed = 0;
        if (op.HasCode)
        {
            StopRunning(ref op); // its 18 on another thread may come later; its segment there is over
            if (op.IsLive)
                Resume(thread, slot, ref op, time);
        }

        int outer = Lender(thread);
        if (outer != 0 && outer != slot && op.Kind != OperationKind.Carrier)
            Lend(outer, op.Name, time);
        thread.Push(WorkKind.Segment, taskId, slot, op.Serial).Live = op.HasCode && op.IsLive;
        if (op.HasCode)
        {
            op.Thread = thread.Key;
            op.Frame = thread.Depth;
        }
    }

    /// <summary>It was awaited before it was seen to run: it has code after all, and began before the recording.</summary>
    private void TurnIntoMethod(int slot, long time)
    {
        ref Operation op = ref _store[slot];
        op.Kind = OperationKind.Method;
        op.Name = NameTable.NoneId;
        op.Start = op.ChargedTo = time;
        op.Flags = (op.Flags & ~OperationFlags.Anonymous) | OperationFlags.BegunBefore;
        Counts.BegunBefore++;
        (int awaiter, int serial) = (op.Spawner, op.SpawnerSerial);
        op.Spawner = op.SpawnerSerial = 0;
        if (!_store.IsSame(awaiter, serial) || !_store[awaiter].IsLive)
            return;
        op.Awaiters--; // it was counted when it awaited the leaf
        AddAwaiter(slot, awaiter);
    }

    private void Resume(ThreadWork thread, int slot, ref Operation op, long time)
    {
        if (op.State == OperationState.Yielded && thread.Depth > 0 && !IsCarried(thread))
        {
            // A real yield is queued and goes on at the bottom of a stack: something unseen that it called had yielded.
            Counts.WrongYields++;
            _store.Patch(slot, IntervalKind.Waiting, _leaves.Unknown);
            op.State = OperationState.Suspended;
        }

        if (op.State == OperationState.Suspended)
            Settle(thread, slot, ref op, time);
        else if (op.State == OperationState.Idle)
            LeaveIdle(slot, ref op);
        _store.Append(slot, IntervalKind.Running, 0, time);
        _transitions.Move(ref op, OperationState.Running);
        op.Segments++;
    }

    /// <summary>An operation goes on: what it was suspended on is known now as well as it will ever be.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Settle(ThreadWork thread, int slot, ref Operation op, long time)
    {
        ref Interval wait = ref _store.Intervals[op.Last];
        if (wait.Kind == IntervalKind.Awaiting && _store[wait.Target].Kind == OperationKind.Leaf)
        {
            ref Operation leaf = ref _store[wait.Target];
            long done = leaf.Done;
            if (leaf.Link != 0)
            {
                Counts.InferredEdges++;
                int source = leaf.Link;
                _store.Patch(slot, IntervalKind.Awaiting, source);
                AddAwaiter(source, slot, inferred: true);
                return;
            }

            if (leaf.Name == _leaves.Delay)
                Counts.MaybeReady++;
            if (leaf.Waker != 0)
                _store.Patch(slot, IntervalKind.WaitingFor, leaf.Waker);
            else
                _store.Patch(slot, IntervalKind.Waiting, leaf.Name);
            if (done != 0 && done < time)
                _store.Append(slot, IntervalKind.Ready, 0, done);
            return;
        }

        if (wait.Kind == IntervalKind.Awaiting && _store[wait.Target].Has(OperationFlags.Unnamed))
        {
            Counts.InferredEdges++;
            EndUnnamed(thread, wait.Target, time);
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
            if (LiveTop(thread) is var waker and not 0 && waker != slot)
                _store.Patch(slot, IntervalKind.WokenBy, _store[waker].Name);
            return;
        }

        Counts.InferredEdges++;
        _store.Patch(slot, IntervalKind.Awaiting, awaited);
        AddAwaiter(awaited, slot, inferred: true);
        if (_store[awaited].Has(OperationFlags.Unnamed))
            EndUnnamed(thread, awaited, time);
    }

    /// <summary>Whether a task of a scheduler, and nothing else, is below what the thread begins to run.</summary>
    private bool IsCarried(ThreadWork thread) =>
        thread[thread.Depth - 1] is { Kind: WorkKind.Segment } frame && _store.IsSame(frame.Slot, frame.Serial) && _store[frame.Slot].Kind == OperationKind.Carrier;

    /// <summary>Whom an operation awaited that no event 10 names, told by where it goes on; 0 where nothing tells.</summary>
    private int Infer(ThreadWork thread, ref Operation op)
    {
        if (thread.Depth == 0)
            return 0;
        ref WorkFrame frame = ref thread[thread.Depth - 1];
        if (!_store.IsSame(frame.Slot, frame.Serial))
            return 0;
        if (frame.Kind == WorkKind.Bracket && UnnamedAfter(frame.Slot) is var unnamed and not 0)
            return unnamed;
        ref Operation inner = ref _store[frame.Slot];
        if (frame.Kind == WorkKind.Bracket)
            return inner.HasCode ? frame.Slot : 0;
        if (frame.Kind != WorkKind.Segment || !inner.HasCode)
            return 0;
        if (inner.Kind == OperationKind.Iterator)
            return frame.Slot;
        bool lastBefore = op.SuspendedAfter == frame.Slot && op.SuspendedAfterSerial == frame.Serial;
        return lastBefore ? frame.Slot : 0;
    }

    /// <summary>The operation whose thread another one takes that begins to run there now, be it inside a task of a scheduler; 0 if none.</summary>
    private int Lender(ThreadWork thread) => LiveAt(thread, BelowCarriers(thread, thread.TopSegment));

    private int BelowCarriers(ThreadWork thread, int segment)
    {
        while (segment >= 0 && _store.IsSame(thread[segment].Slot, thread[segment].Serial) && _store[thread[segment].Slot].Kind == OperationKind.Carrier)
            segment = thread[segment].SegmentBelow;
        return segment;
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
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void OnBracketBegin(ThreadWork thread, int taskId, long time)
    {
        int slot = _map.Find(taskId);
        int serial = 0;
        if (slot != 0)
        {
            Complete(slot, time);
            if (_store[slot].Kind == OperationKind.Leaf)
                TellCompleter(thread, slot);
            slot = Represented(slot);
            serial = _store[slot].Serial;
            _store[slot].Flags |= OperationFlags.HadBracket;
        }

        thread.Push(WorkKind.Bracket, taskId, slot, serial);
    }

    /// <summary>
    /// Who completed a task without code: directly in the bracket of an operation it stands for that operation (<c>WaitAsync</c>); in a live
    /// segment it was a call made there, which is a cause to name and no edge.
    /// </summary>
    private void TellCompleter(ThreadWork thread, int leaf)
    {
        if (thread.Depth == 0)
            return;
        ref WorkFrame frame = ref thread[thread.Depth - 1];
        if (frame.Slot == leaf || !_store.IsSame(frame.Slot, frame.Serial) || !_store[frame.Slot].HasCode || _store[leaf].Name != _leaves.Task)
            return;
        if (frame.Kind == WorkKind.Bracket)
        {
            Link(leaf, frame.Slot);
            _store[frame.Slot].Flags |= OperationFlags.Relayed;
        }
        else if (frame.Live)
        {
            _store[leaf].Waker = _store[frame.Slot].Name;
        }
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
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void OnWorkEnd(ThreadWork thread, TaskWork work, long time)
    {
        WorkKind kind = work switch
        {
            TaskWork.Execution => WorkKind.Segment,
            TaskWork.CompletionNotification => WorkKind.Bracket,
            _ => WorkKind.Progress,
        };
        if (thread.CountOf(kind) == 0)
        {
            Counts.Unmatched++;
            return;
        }

        if (thread[thread.Depth - 1].Kind != kind)
        {
            // Something was lost: give up what lies above the matching frame, or ignore an end that matches nothing.
            Counts.Unmatched++;
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
        if (frame.Kind == WorkKind.Bracket && _unnamed.Count > 0)
            LeaveUnnamed(frame, time);
        if (frame.Kind != WorkKind.Segment)
            return;
        if (thread.Depth > 0 && thread[thread.Depth - 1].Kind == WorkKind.Bracket)
            thread[thread.Depth - 1].Since = time;
        if (frame.Live && _store.IsSame(frame.Slot, frame.Serial))
        {
            ref Operation op = ref _store[frame.Slot];
            op.Frame = 0;
            if (op.Kind is OperationKind.Method or OperationKind.Iterator && op.State is OperationState.Running or OperationState.Lent)
            {
                // It suspended, and nothing said on what.
                op.State = OperationState.Running;
                _transitions.Move(ref op, OperationState.Suspended);
                SuspendOnUnknown(thread, frame.Slot, time);
            }
            else if (op is { Kind: OperationKind.Delegate, State: OperationState.Running })
            {
                // Its code has returned. If its end does not follow at once, tasks attached to it have not ended.
                _store.Append(frame.Slot, IntervalKind.Waiting, _leaves.Children, time);
                _transitions.Move(ref op, OperationState.Suspended);
            }
        }

        int lender = LiveAt(thread, BelowCarriers(thread, frame.SegmentBelow));
        if (lender != 0 && _store[lender].State == OperationState.Lent)
        {
            _store.Append(lender, IntervalKind.Running, 0, time);
            _transitions.Move(ref _store[lender], OperationState.Running);
        }
    }
}

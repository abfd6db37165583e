using System.Runtime.CompilerServices;
using AsyncProf.Events;

namespace AsyncProf.Stitching;

/// <content>Waits: events 10 and 12, and who awaits whom.</content>
internal sealed partial class Stitcher
{
    /// <summary>Event 10, asynchronous: an operation suspends on a task.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void OnAwait(ThreadWork thread, int awaitedId, int awaiterId, long time)
    {
        Counts.Awaits++;
        if (awaiterId == 0)
        {
            AwaitUnnamed(thread, Awaitable(awaitedId, time), time);
            return;
        }

        thread.Unnamed = 0;
        int awaiter = _map.Find(awaiterId);
        if (awaiter == 0)
            awaiter = CreateBegunBefore(thread, awaiterId, time);
        else if (_store[awaiter] is { Kind: OperationKind.Leaf, IsLive: true })
            TurnIntoMethod(awaiter, time);
        int awaited = Awaitable(awaitedId, time);
        ref Operation op = ref _store[awaiter];
        if (!op.IsLive || awaited == awaiter)
        {
            Counts.Unmatched++;
            return;
        }

        StopRunning(ref op);
        if (WaitsForUnknown(ref op))
        {
            _store.Patch(awaiter, IntervalKind.Awaiting, awaited);
        }
        else
        {
            _store.Append(awaiter, IntervalKind.Awaiting, awaited, time);
            Suspended(thread, awaiter);
        }

        op.Awaits++;
        _transitions.Move(ref op, OperationState.Suspended);
        AddAwaiter(awaited, awaiter);
    }

    /// <summary>Event 10, synchronous: the thread's operation blocks on a task.</summary>
    private void OnBlock(ThreadWork thread, int awaitedId, long time)
    {
        Counts.Blocks++;
        int slot = LiveTop(thread);
        if (slot == 0)
            slot = Prefix(thread);
        if (slot == 0)
        {
            Counts.PrefixBlocks++;
            thread.PrefixBlockedSince = time;
            thread.BlockedOn = awaitedId;
            if (_map.Find(awaitedId) is var known and not 0)
                _store[known].Flags |= OperationFlags.BlockedOutside;
            return;
        }

        int awaited = Awaitable(awaitedId, time);
        if (awaited == slot)
            return;
        ref Operation op = ref _store[slot];
        _store.Append(slot, IntervalKind.Blocked, awaited, time);
        _transitions.Move(ref op, OperationState.Blocked);
        AddAwaiter(awaited, slot);
        thread.Blocked = slot;
        thread.BlockedSerial = op.Serial;
        thread.BlockedDepth = thread.Depth;
        thread.BlockedOn = awaitedId;
    }

    /// <summary>The end of a block is not told: the task's completion, or the thread's next event that is not that task run inline.</summary>
    private void EndBlock(ThreadWork thread, in AsyncEvent e)
    {
        if (thread.Depth > thread.BlockedDepth)
            return;
        bool inline = e.TaskId == thread.BlockedOn && e.Kind is AsyncEventKind.WorkBegin or AsyncEventKind.OperationEnd;
        if (inline)
            return;
        int slot = thread.Blocked;
        thread.Blocked = 0;
        if (!_store.IsSame(slot, thread.BlockedSerial) || _store[slot].State != OperationState.Blocked)
            return;
        ref Operation op = ref _store[slot];
        long done = _store.Intervals[op.Last] is { Kind: IntervalKind.Blocked } block ? _store[block.Target].Done : 0; // a cycle has no target
        long end = e.Timestamp;
        if (done != 0)
            end = Math.Min(done, end);
        else
            Counts.InferredEnds++;
        _store.Append(slot, IntervalKind.Running, 0, end);
        _transitions.Move(ref op, OperationState.Running);
    }

    /// <summary>A thread outside any operation went on: nobody is charged, but how long it waited is told.</summary>
    private void EndPrefixBlock(ThreadWork thread, in AsyncEvent e)
    {
        CountPrefixBlock(thread, _map.Find(thread.BlockedOn) is var slot and not 0 ? _store[slot].Done : 0, e.Timestamp);
        thread.PrefixBlockedSince = 0;
    }

    /// <summary>Counts what threads outside any operation have waited so far: one whose program ends, or serves for good, never goes on.</summary>
    private void SettlePrefixBlocks()
    {
        foreach (ThreadWork? thread in _threads)
        {
            if (thread is not { PrefixBlockedSince: not 0 } || _map.Find(thread.BlockedOn) is not (var slot and not 0))
                continue; // of a task that is unknown nothing tells when it was done
            long done = _store[slot].Done;
            CountPrefixBlock(thread, done, _now);
            thread.PrefixBlockedSince = done != 0 ? 0 : _now;
        }
    }

    /// <summary>What a thread has waited since it was counted last, to the end of the task if that has come: 0 is not yet, or unknown.</summary>
    private void CountPrefixBlock(ThreadWork thread, long done, long until) =>
        Counts.PrefixBlockedTicks += Math.Max(0, (done != 0 ? Math.Min(done, until) : until) - thread.PrefixBlockedSince);

    /// <summary>Event 12. Its meaning is in the event before it on the same thread.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void OnContinuation(ThreadWork thread, in AsyncEvent e)
    {
        int known = _map.Find(e.TaskId);
        if (known != 0 && _store[known].Kind == OperationKind.Delegate)
            return;
        if (thread.LastKind == AsyncEventKind.OperationBegin && _map.Find(thread.LastTaskId) is var began and not 0
            && _store[began] is { Kind: OperationKind.Method or OperationKind.Iterator, State: OperationState.Suspended, Segments: 0 } first
            && first.First == first.Last)
        {
            _store.Patch(began, IntervalKind.Yielded, 0);
            _transitions.Move(ref _store[began], OperationState.Yielded);
            return;
        }

        if (thread.LastKind == AsyncEventKind.WaitBegin && thread.LastOtherId != 0 && e.Extra == thread.LastTaskId
            && _map.Find(thread.LastOtherId) is var awaiter and not 0 && _store[awaiter].State == OperationState.Suspended)
        {
            // What it awaits had already completed: it is queued at once.
            _store.Patch(awaiter, IntervalKind.Yielded, 0);
            return;
        }

        if (thread.Depth > 0 && thread[thread.Depth - 1].Kind == WorkKind.Bracket)
            return;
        int top = LiveTop(thread);
        if (top == 0 || _store[top].State != OperationState.Running)
            return;
        ref Operation op = ref _store[top];
        StopRunning(ref op);
        _store.Append(top, IntervalKind.Yielded, 0, e.Timestamp);
        _transitions.Move(ref op, OperationState.Yielded);
    }

    /// <summary>What a task id in an await leads to; what nothing announced is a task without code.</summary>
    private int Awaitable(int taskId, long time)
    {
        int slot = _map.Find(taskId);
        if (slot == 0)
        {
            slot = Create(OperationKind.Leaf, taskId, _leaves.Task, time);
            _store[slot].Flags |= OperationFlags.Anonymous;
            return slot;
        }

        return Represented(slot);
    }

    /// <summary>An Unwrap stands for the delegate it was made for.</summary>
    private int Represented(int slot)
    {
        ref Operation op = ref _store[slot];
        return op.Kind == OperationKind.Unwrap && op.Link != 0 && _store[op.Link].Kind == OperationKind.Delegate ? op.Link : slot;
    }

    /// <summary>Makes one operation the awaiter of another. What a continuation continues has it as its awaiter once it is itself awaited.</summary>
    private void AddAwaiter(int awaited, int awaiter, bool inferred = false)
    {
        while (TryAdopt(awaited, awaiter, inferred))
        {
            ref Operation x = ref _store[awaited];
            if (Antecedent(x) == 0)
                return;
            (awaited, awaiter, inferred) = (x.Link, awaited, false);
        }
    }

    /// <summary>False if the awaited has an awaiter already, or can have none.</summary>
    private bool TryAdopt(int awaited, int awaiter, bool inferred)
    {
        ref Operation x = ref _store[awaited];
        x.Awaiters++;
        if (x is { Kind: OperationKind.Leaf, Spawner: 0 })
            (x.Spawner, x.SpawnerSerial) = (awaiter, _store[awaiter].Serial); // should it turn out to have code, that is its parent
        if (x.Kind == OperationKind.Leaf || x.Parent != 0 || (x.Has(OperationFlags.Charged) && !x.IsLive))
            return false;
        if (WouldCycle(awaiter, awaited))
        {
            Counts.Cycles++;
            if (_store[awaiter].Last is var last and not 0 && _store.Intervals[last].HoldsOperation)
                _store.Patch(awaiter, IntervalKind.Waiting, _leaves.Cycle);
            return false;
        }

        if (inferred)
            x.Flags |= OperationFlags.InferredEdge;
        Unpend(awaited);
        _store.AddChild(awaiter, awaited);
        return true;
    }

    /// <summary>
    /// Whether an operation is above its own awaiter. Walks up from the awaiter and through all that is below the awaited in step, and stops when
    /// either walk ends: fresh operations have nothing above or little below, so neither a deep chain nor a deep stack is walked whole.
    /// </summary>
    private bool WouldCycle(int awaiter, int awaited)
    {
        if (awaiter == awaited)
            return true;
        int up = awaiter, below = awaited;
        while (true)
        {
            up = _store[up].Parent;
            if (up == 0)
                return false;
            if (up == awaited)
                return true;
            below = NextBelow(below, awaited);
            if (below == 0)
                return false;
            if (below == awaiter)
                return true;
        }
    }

    /// <summary>The operation after another in a walk through all that is below a top; 0 after the last.</summary>
    private int NextBelow(int slot, int top)
    {
        if (_store[slot].FirstChild is var child and not 0)
            return child;
        while (slot != top && _store[slot].NextSibling == 0)
            slot = _store[slot].Parent;
        return slot == top ? 0 : _store[slot].NextSibling;
    }

    private bool WaitsForUnknown(ref Operation op) => op.State == OperationState.Suspended && EndsInUnknown(op);

    /// <summary>Whether the last thing known of an operation is that it waits, and nothing says on what.</summary>
    private bool EndsInUnknown(in Operation op) =>
        op.Last != 0 && _store.Intervals[op.Last] is { Kind: IntervalKind.Waiting } last && last.Target == _leaves.Unknown;

    /// <summary>What a continuation continues, once that is known; 0 for anything else.</summary>
    private int Antecedent(in Operation op) =>
        op.Has(OperationFlags.Continuation) && op.Link != 0 && _store[op.Link].Kind != OperationKind.Unwrap ? op.Link : 0;

    /// <summary>Whether a delegate has, or will have, returned a task that has not ended: its Unwrap says when.</summary>
    private bool IsBeingUnwrapped(in Operation op) =>
        op.Kind == OperationKind.Delegate && op.Link != 0 && _store[op.Link] is { Kind: OperationKind.Unwrap, IsLive: true };

    /// <summary>Its segment goes on, but no longer as its own: what follows up to the 18 is nobody's.</summary>
    private void StopRunning(ref Operation op)
    {
        if (op.Frame == 0 || op.Thread >= _threads.Count || _threads[op.Thread] is not { } thread)
            return;
        int index = op.Frame - 1;
        op.Frame = 0;
        if (index < thread.Depth && thread[index].Serial == op.Serial && thread[index].TaskId == op.TaskId)
            thread[index].Live = false;
    }

    /// <summary>The operation that runs on a thread, or 0.</summary>
    private int LiveTop(ThreadWork thread) => LiveAt(thread, thread.TopSegment);

    /// <summary>The operation that runs in a segment of a thread's stack, or 0; the segment -1 is none.</summary>
    private int LiveAt(ThreadWork thread, int segment) =>
        segment >= 0 && thread[segment].Live && _store.IsSame(thread[segment].Slot, thread[segment].Serial) && _store[thread[segment].Slot].HasCode
            ? thread[segment].Slot
            : 0;
}

using AsyncProf.Events;

namespace AsyncProf.Stitching;

/// <content>
/// Methods whose builder pools its boxes: the TPL tells only what they await, as an await by nobody. Such a method is an operation without a
/// name, from that await until whoever awaits it goes on.
/// </content>
internal sealed partial class Stitcher
{
    /// <summary>Event 10 without an awaiter: an unnamed operation begins, or goes on in the bracket of what it awaited before.</summary>
    private void AwaitUnnamed(ThreadWork thread, int awaited, long time)
    {
        int slot = UnnamedAfter(OpenBracket(thread));
        if (slot == 0)
        {
            slot = _store.Create(OperationKind.Method, PrefixTaskId, _leaves.Unnamed, time);
            ref Operation fresh = ref _store[slot];
            fresh.Flags = OperationFlags.Unnamed;
            fresh.State = OperationState.Suspended;
            Counts.Unnamed++;
            Belong(thread, ref fresh);
            (thread.Unnamed, thread.UnnamedSerial) = (slot, fresh.Serial);
        }
        else
        {
            RunsSince(thread, slot);
        }

        ref Operation op = ref _store[slot];
        _store.Append(slot, IntervalKind.Awaiting, awaited, time);
        op.Awaits++;
        op.NextUnnamed = UnnamedAfter(awaited);
        _unnamed[awaited] = (slot, op.Serial);
        AddAwaiter(awaited, slot);
    }

    /// <summary>An operation suspends and nothing says on what, unless an unnamed one was called just before and has not come back.</summary>
    private void SuspendOnUnknown(ThreadWork thread, int slot, long time)
    {
        int unnamed = thread.Unnamed;
        thread.Unnamed = 0;
        if (_store.IsSame(unnamed, thread.UnnamedSerial) && _store[unnamed] is { IsLive: true, Parent: 0 })
        {
            _store.Append(slot, IntervalKind.Awaiting, unnamed, time);
            AddAwaiter(unnamed, slot, inferred: true);
        }
        else
        {
            _store.Append(slot, IntervalKind.Waiting, _leaves.Unknown, time);
        }

        Suspended(thread, slot);
    }

    /// <summary>The unnamed operation that was last to await something and has not gone on, or 0; others follow by <see cref="Operation.NextUnnamed"/>.</summary>
    private int UnnamedAfter(int awaited) =>
        _unnamed.Count > 0 && _unnamed.TryGetValue(awaited, out (int Slot, int Serial) unnamed) && _store.IsSame(unnamed.Slot, unnamed.Serial) ? unnamed.Slot : 0;

    /// <summary>The task whose continuations run directly on top of a thread's stack, or 0.</summary>
    private static int OpenBracket(ThreadWork thread) =>
        thread.Depth > 0 && thread[thread.Depth - 1] is { Kind: WorkKind.Bracket } bracket ? bracket.Slot : 0;

    /// <summary>
    /// An unnamed operation goes on inside the bracket of what it awaited: it has run since that completed, or since the last of the others that
    /// went on there gave the thread back.
    /// </summary>
    private void RunsSince(ThreadWork thread, int slot)
    {
        ref Interval wait = ref _store.Intervals[_store[slot].Last];
        if (wait.Kind != IntervalKind.Awaiting)
            return;
        long done = _store[wait.Target].Done;
        StopsAwaiting(slot, wait.Target);
        if (done != 0)
            _store.Append(slot, IntervalKind.Running, 0, Math.Max(done, thread[thread.Depth - 1].Since));
    }

    /// <summary>Takes an unnamed operation from the list of those that await the same.</summary>
    private void StopsAwaiting(int slot, int awaited)
    {
        int head = UnnamedAfter(awaited), next = _store[slot].NextUnnamed;
        _store[slot].NextUnnamed = 0;
        if (head == slot)
        {
            if (next == 0)
                _unnamed.Remove(awaited);
            else
                _unnamed[awaited] = (next, _store[next].Serial);
            return;
        }

        while (head != 0 && _store[head].NextUnnamed != slot)
            head = _store[head].NextUnnamed;
        if (head != 0)
            _store[head].NextUnnamed = next;
    }

    /// <summary>Who awaits an unnamed operation goes on, so that is over.</summary>
    private void EndUnnamed(ThreadWork thread, int slot, long time)
    {
        ref Operation op = ref _store[slot];
        if (!op.IsLive)
            return;
        int bracket = OpenBracket(thread);
        bool inside = bracket != 0 && _store.Intervals[op.Last] is { Kind: IntervalKind.Awaiting } wait && wait.Target == bracket;
        int other = inside ? 0 : UnnamedAfter(bracket);
        if (other != 0 && other != slot && _store[other].Parent == 0)
        {
            // It went on where nothing told, and its further awaits look like another's.
            StopAwaiting(slot);
            _store.Append(slot, IntervalKind.Awaiting, other, Math.Max(_store[other].Start, _store.LastFrom(slot)));
            AddAwaiter(other, slot, inferred: true);
            EndUnnamed(thread, other, time);
        }
        else if (inside)
        {
            RunsSince(thread, slot);
        }

        End(slot, OperationStatus.Completed, time);
    }

    /// <summary>An unnamed operation ends, or awaits something else: what it awaited need not lead to it any more.</summary>
    private void StopAwaiting(int slot)
    {
        ref Operation op = ref _store[slot];
        if (op.Last != 0 && _store.Intervals[op.Last] is { Kind: IntervalKind.Awaiting } wait)
            StopsAwaiting(slot, wait.Target);
    }

    /// <summary>What unnamed operations awaited has run all its continuations: they are over if nobody awaits them, or wait for something unseen.</summary>
    private void LeaveUnnamed(in WorkFrame bracket, long time)
    {
        int slot = _store.IsSame(bracket.Slot, bracket.Serial) ? UnnamedAfter(bracket.Slot) : 0;
        while (slot != 0)
        {
            int next = _store[slot].NextUnnamed;
            StopsAwaiting(slot, bracket.Slot);
            if (_store[slot].Parent == 0)
                End(slot, OperationStatus.Completed, time);
            else
                _store.Append(slot, IntervalKind.Waiting, _leaves.Unknown, Math.Max(_store[bracket.Slot].Done, _store.LastFrom(slot)));
            slot = next;
        }
    }
}

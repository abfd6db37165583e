using AsyncProf.Events;

namespace AsyncProf.Stitching;

/// <content>
/// Methods whose builder pools its boxes: the TPL tells only what they await, as an await by nobody. Such a method is an operation without a
/// name, from that await until whoever awaits it goes on.
/// </content>
internal sealed partial class Stitcher
{
    /// <summary>Event 10 without an awaiter: an unnamed operation begins, or goes on in the bracket of what it awaited before.</summary>
    private void AwaitUnnamed(ThreadStack thread, int awaited, long time)
    {
        int slot = thread.Depth > 0 && thread[thread.Depth - 1].Kind == FrameKind.Bracket ? UnnamedAfter(thread[thread.Depth - 1].Slot) : 0;
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
            RanSinceDone(slot);
        }

        ref Operation op = ref _store[slot];
        _store.Append(slot, IntervalKind.Awaiting, awaited, time);
        op.Awaits++;
        _unnamed[awaited] = (slot, op.Serial);
        AddAwaiter(awaited, slot);
    }

    /// <summary>An operation suspends and nothing says on what, unless an unnamed one was called just before and has not come back.</summary>
    private void SuspendOnUnknown(ThreadStack thread, int slot, long time)
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

    /// <summary>The unnamed operation that awaits something, or 0.</summary>
    private int UnnamedAfter(int awaited) =>
        _unnamed.Count > 0 && _unnamed.TryGetValue(awaited, out (int Slot, int Serial) unnamed) && _store.IsSame(unnamed.Slot, unnamed.Serial) ? unnamed.Slot : 0;

    /// <summary>Since what it awaited has completed an unnamed operation runs, inside that one's bracket.</summary>
    private void RanSinceDone(int slot)
    {
        ref Operation op = ref _store[slot];
        ref Interval wait = ref _store.Intervals[op.Last];
        if (wait.Kind != IntervalKind.Awaiting)
            return;
        _unnamed.Remove(wait.Target);
        if (_store[wait.Target].Done is var done and not 0)
            _store.Append(slot, IntervalKind.Running, 0, done);
    }

    /// <summary>Who awaits an unnamed operation goes on, so that is over.</summary>
    private void EndUnnamed(ThreadStack thread, int slot, long time)
    {
        ref Operation op = ref _store[slot];
        if (!op.IsLive)
            return;
        int inside = thread.Depth > 0 && thread[thread.Depth - 1].Kind == FrameKind.Bracket ? UnnamedAfter(thread[thread.Depth - 1].Slot) : 0;
        if (inside != 0 && inside != slot && _store[inside].Parent == 0)
        {
            // It went on where nothing told, and its further awaits look like another's.
            _store.Append(slot, IntervalKind.Awaiting, inside, Math.Max(_store[inside].Start, _store.LastFrom(slot)));
            AddAwaiter(inside, slot, inferred: true);
            EndUnnamed(thread, inside, time);
        }
        else
        {
            RanSinceDone(slot);
        }

        End(slot, OperationStatus.Completed, time);
    }

    /// <summary>What an unnamed operation awaited has run all its continuations: it is over if nobody awaits it, or waits for something unseen.</summary>
    private void LeaveUnnamed(in Frame bracket, long time)
    {
        int slot = _store.IsSame(bracket.Slot, bracket.Serial) ? UnnamedAfter(bracket.Slot) : 0;
        if (slot == 0)
            return;
        RanSinceDone(slot);
        if (_store[slot].Parent == 0)
            End(slot, OperationStatus.Completed, time);
        else
            _store.Append(slot, IntervalKind.Waiting, _leaves.Unknown, time);
    }
}

using System.Runtime.CompilerServices;
using AsyncProf.Events;

namespace AsyncProf.Stitching;

/// <content>Beginnings: events 14 and 7.</content>
internal sealed partial class Stitcher
{
    /// <summary>Event 14. Returns the delegate it announces, for an Unwrap that may follow directly.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int OnBegin(ThreadWork thread, in AsyncEvent e)
    {
        OperationClass shape = _shapes[e.Extra];
        (int Slot, int Serial) shelved = _map.Find(e.TaskId) is var old and not 0 ? GiveWay(old) : default;
        if (e.Extra == _leaves.Invoke && thread.LastKind == AsyncEventKind.ContinuationScheduled)
            shape = new OperationClass(OperationKind.Carrier, OperationFlags.None); // a scheduler goes on after a yield
        int slot = Create(shape.Kind, e.TaskId, e.Extra, e.Timestamp);
        if (shelved.Slot != 0)
            _shelved[slot] = shelved;
        ref Operation op = ref _store[slot];
        op.Flags |= shape.Flags;
        op.Scope = e.Scope;
        switch (shape.Kind)
        {
            case OperationKind.Method or OperationKind.Iterator:
                Belong(thread, ref op);
                op.State = OperationState.Suspended;
                op.PrefixAtMost = thread.LastMark == 0 ? -1 : e.Timestamp - thread.LastMark;
                SuspendOnUnknown(thread, slot, e.Timestamp);
                return 0;
            case OperationKind.Delegate:
                Belong(thread, ref op);
                if (op.Has(OperationFlags.Continuation))
                    _store.Append(slot, IntervalKind.Waiting, _leaves.Unknown, e.Timestamp);
                else
                    _store.Append(slot, IntervalKind.Ready, 0, e.Timestamp);
                return slot;
            case OperationKind.Unwrap when _store.IsSame(thread.LastDelegate, thread.LastDelegateSerial) && _store[thread.LastDelegate].Link == 0:
                Link(slot, thread.LastDelegate);
                Link(thread.LastDelegate, slot);
                return 0;
            default:
                return 0;
        }
    }

    /// <summary>Event 7: a delegate is queued. An id without a 14 is a carrier, in which a scheduler runs a continuation.</summary>
    private int OnScheduled(ThreadWork thread, in AsyncEvent e)
    {
        int slot = _map.Find(e.TaskId);
        if (slot == 0)
        {
            Create(OperationKind.Carrier, e.TaskId, NameTable.NoneId, e.Timestamp);
            return 0;
        }

        ref Operation op = ref _store[slot];
        if (op.Kind != OperationKind.Delegate || op.State != OperationState.Created)
            return 0;
        if (op.Has(OperationFlags.Continuation))
        {
            _store.Append(slot, IntervalKind.Ready, 0, e.Timestamp);
            if (op.Parent == 0)
                op.Start = op.ChargedTo = e.Timestamp; // nobody awaits it so far: it begins when it is scheduled
        }

        return slot;
    }

    private int Create(OperationKind kind, int taskId, int name, long time)
    {
        int slot = _store.Create(kind, taskId, name, time);
        _store[slot].Flags = OperationFlags.Mapped;
        _map.Set(taskId, slot);
        return slot;
    }

    /// <summary>An operation that was suspended when the recording began: its first sign is an event that needs it.</summary>
    private int CreateBegunBefore(ThreadWork thread, int taskId, long time)
    {
        int slot = Create(OperationKind.Method, taskId, NameTable.NoneId, time);
        _store[slot].Flags |= OperationFlags.BegunBefore | (thread.Ignored ? OperationFlags.Ignored : 0);
        Counts.BegunBefore++;
        return slot;
    }

    /// <summary>Whom an operation owes its being to: the operation on top of the thread's stack, and the entry that is open there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Belong(ThreadWork thread, ref Operation op)
    {
        bool ignored = thread.Ignored;
        int spawner = TopOperation(thread);
        if (spawner == 0)
        {
            spawner = Prefix(thread);
            thread.PrefixSuspended = spawner != 0;
        }

        if (spawner != 0)
        {
            ref Operation parent = ref _store[spawner];
            if (parent.Kind != OperationKind.Prefix)
                (op.Spawner, op.SpawnerSerial) = (spawner, parent.Serial); // a prefix is no operation of its own
            op.Entry = parent.OpenEntry != 0 ? parent.OpenEntry : parent.Entry;
            _store.HoldEntry(op.Entry);
            if (op.Entry != 0 && ++_store.Entries[op.Entry].Begun > MaximumPerEntry && _store.IsInOpenEntry(op))
                GiveUpEntry(op.Entry, op.Start);
            ignored |= parent.Has(OperationFlags.Ignored);
        }

        if (ignored)
        {
            op.Flags |= OperationFlags.Ignored;
            Counts.Ignored++;
        }
        else
        {
            Counts.Begun++;
        }
    }

    /// <summary>The operation whose segment is on top of the thread's stack, or 0.</summary>
    private int TopOperation(ThreadWork thread)
    {
        for (int i = thread.TopSegment; i >= 0; i = thread[i].SegmentBelow)
        {
            if (!_store.IsSame(thread[i].Slot, thread[i].Serial))
                return 0;
            if (_store[thread[i].Slot].HasCode)
                return thread[i].Slot; // not a carrier, nor what only a damaged log would run
        }

        return 0;
    }

    /// <summary>The prefix of the entry that started on a thread while no operation ran there, or 0.</summary>
    private int Prefix(ThreadWork thread) => _store.IsSame(thread.Prefix, thread.PrefixSerial) ? thread.Prefix : 0;

    /// <summary>Remembers who suspends on a thread, for edges that only the order of suspensions tells.</summary>
    private void Suspended(ThreadWork thread, int slot)
    {
        ref Operation op = ref _store[slot];
        op.SuspendedAfter = thread.LastSuspended;
        op.SuspendedAfterSerial = thread.LastSuspendedSerial;
        thread.LastSuspended = slot;
        thread.LastSuspendedSerial = op.Serial;
    }

    private void Link(int slot, int target)
    {
        ref Operation op = ref _store[slot];
        int old = op.Link;
        op.Link = target;
        _store[target].References++;
        if (old != 0)
            _store.Drop(old);
    }

    /// <summary>
    /// A task id begins anew while it still means something older. Ids are reused after 2^32, so one that lives is set aside until the newer
    /// one is over; anything else has no more to say.
    /// </summary>
    /// <returns>What is set aside for the newer one's time.</returns>
    private (int Slot, int Serial) GiveWay(int slot)
    {
        ref Operation op = ref _store[slot];
        (int Slot, int Serial) aside = (slot, op.Serial);
        bool lives = op.IsLive && op.HasCode;
        if (lives)
            Counts.Shelved++;
        else if (!_shelved.Remove(slot, out aside))
            aside = default;
        if (!lives)
            LetGoOfPartner(slot);
        _shelving = true;
        UnmapSlot(slot);
        _shelving = false;
        _store.FreeIfDone(slot);
        return aside;
    }

    /// <summary>Delegate and Unwrap hold each other; one that is given up lets go of both.</summary>
    private void LetGoOfPartner(int slot)
    {
        ref Operation op = ref _store[slot];
        int partner = op.Link;
        if (partner == 0 || op.Kind is not (OperationKind.Unwrap or OperationKind.Delegate) || _store[partner].Link != slot)
            return;
        op.Link = _store[partner].Link = 0;
        _store.Drop(partner);
        _store.Drop(slot);
    }

    /// <summary>The newer user of a task id is gone: the older one can be found again.</summary>
    private void Unshelve(int slot, int taskId)
    {
        if (!_shelved.Remove(slot, out (int Slot, int Serial) older) || !_store.IsSame(older.Slot, older.Serial) || !_store[older.Slot].IsLive
            || _map.Find(taskId) != 0)
        {
            return;
        }

        _store[older.Slot].Flags |= OperationFlags.Mapped;
        _map.Set(taskId, older.Slot);
    }
}

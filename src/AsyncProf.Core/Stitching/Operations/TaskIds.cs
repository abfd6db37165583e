using AsyncProf.Stitching.Records;

namespace AsyncProf.Stitching.Operations;

/// <summary>What task ids lead to. An id that comes again while its older user lives leads to the newer one until that is over.</summary>
internal sealed class TaskIds : IdMap
{
    private readonly OperationStore _store;

    /// <summary>Operations whose task id means a newer one for now, by that one's slot.</summary>
    private readonly Dictionary<int, OperationRef> _aside = [];
    private readonly EndedOperations _ended = new();
    private bool _givingWay;

    public TaskIds(OperationStore store)
    {
        _store = store;
        store.Unmap = Unmap;
    }

    /// <summary>Called before an operation can no longer be found for which a thread outside any operation waits.</summary>
    public Action? BeforeForgetting { get; set; }

    /// <summary>Whether any task id means two operations.</summary>
    public bool AnyAside => _aside.Count > 0;

    /// <summary>The record of an ended operation is about to be recycled: what an await may still ask of it is kept until a moment.</summary>
    public void Outlive(int slot, long until)
    {
        ref Operation op = ref _store[slot];
        op.Flags &= ~OperationFlags.Mapped;
        Set(op.TaskId, _ended.Add(new EndedOperation(op.TaskId, op.Name, op.Kind, op.Done, op.End), until));
    }

    /// <summary>Whether a task id is that of an ended operation whose record is gone.</summary>
    /// <param name="taskId">The task id.</param>
    /// <param name="since">One that ended before this moment is forgotten.</param>
    /// <param name="ended">What is left of it.</param>
    public bool IsOutlived(int taskId, long since, out EndedOperation ended)
    {
        int number = Look(taskId);
        ended = number < 0 ? _ended[number] : default;
        return number < 0 && ended.End >= since;
    }

    /// <summary>Forgets what was kept until before a moment.</summary>
    public void ForgetOutlived(long before)
    {
        while (_ended.TryTake(before, out int taskId, out int number))
            Remove(taskId, number);
    }

    /// <summary>Takes an older user of a task id from the newer one that it was set aside for; the default where there is none.</summary>
    public OperationRef TakeAside(int newer) => _aside.Remove(newer, out OperationRef older) ? older : default;

    /// <summary>An operation can be found again once a newer user of its task id is over.</summary>
    public void SetAside(OperationRef older, int newer) => _aside[newer] = older;

    /// <summary>Forgets the task id of an operation, because a newer one has it.</summary>
    public void GiveWay(int slot)
    {
        _givingWay = true;
        Unmap(slot);
        _givingWay = false;
    }

    /// <summary>Forgets the task id of an operation. One that was set aside for it can be found again.</summary>
    public void Unmap(int slot)
    {
        ref Operation op = ref _store[slot];
        if (!op.Has(OperationFlags.Mapped))
            return;
        if (op.Has(OperationFlags.BlockedOutside))
            BeforeForgetting?.Invoke();
        op.Flags &= ~OperationFlags.Mapped;
        Remove(op.TaskId, slot);
        if (_aside.Count > 0 && !_givingWay)
            BringBack(slot, op.TaskId);
    }

    private void BringBack(int newer, int taskId)
    {
        int older = _store.Find(TakeAside(newer));
        if (older == 0 || !_store[older].IsLive || Find(taskId) != 0)
            return;
        _store[older].Flags |= OperationFlags.Mapped;
        Set(taskId, older);
    }
}

using AsyncProf.Stitching.Records;

namespace AsyncProf.Stitching.Operations;

/// <summary>What task ids lead to. An id that comes again while its older user lives leads to the newer one until that is over.</summary>
internal sealed class TaskIds : IdMap
{
    private readonly OperationStore _store;

    /// <summary>Operations whose task id means a newer one for now, by that one's slot.</summary>
    private readonly Dictionary<int, OperationRef> _aside = [];
    private bool _givingWay;

    public TaskIds(OperationStore store)
    {
        _store = store;
        store.Unmap = Unmap;
    }

    /// <summary>Called before an operation can no longer be found for which a thread outside any operation waits.</summary>
    public Action? BeforeForgetting { get; set; }

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

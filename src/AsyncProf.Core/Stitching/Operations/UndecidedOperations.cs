using AsyncProf.Stitching.Records;

namespace AsyncProf.Stitching.Operations;

/// <summary>
/// Ended operations without a parent that began in an entry: who they belong to is decided when the entry stops at the latest.
/// </summary>
internal sealed class UndecidedOperations(OperationStore store)
{
    /// <summary>Puts an ended operation without a parent on its entry's list, to be decided when the entry stops at the latest.</summary>
    public void Add(int slot)
    {
        ref Operation op = ref store[slot];
        ref Entry entry = ref store.Entries[op.Entry];
        op.Flags |= OperationFlags.Pending;
        op.PreviousSibling = 0;
        op.NextSibling = entry.FirstPending;
        if (entry.FirstPending != 0)
            store[entry.FirstPending].PreviousSibling = slot;
        entry.FirstPending = slot;
    }

    public void Remove(int slot)
    {
        ref Operation op = ref store[slot];
        if (!op.Has(OperationFlags.Pending))
            return;
        op.Flags &= ~OperationFlags.Pending;
        if (op.PreviousSibling != 0)
            store[op.PreviousSibling].NextSibling = op.NextSibling;
        else
            store.Entries[op.Entry].FirstPending = op.NextSibling;
        if (op.NextSibling != 0)
            store[op.NextSibling].PreviousSibling = op.PreviousSibling;
        op.PreviousSibling = op.NextSibling = 0;
    }
}

using AsyncProf.Events;
using AsyncProf.Stitching.Operations;
using AsyncProf.Stitching.Records;
using AsyncProf.Stitching.Roots;

namespace AsyncProf.Stitching.Entries;

/// <summary>
/// The entries that are open on one operation, the newest first.
/// </summary>
internal sealed class EntryChain(OperationStore store, RunningOperations running, RootDecider decider, StitcherCounts counts)
{
    public int Open(ThreadWork thread, int opener, long key, EntryFlags flags, long time)
    {
        if (opener == 0 && !thread.PrefixSuspended)
            opener = running.Prefix(thread);
        int entry = store.Entries.Create(new Entry { Key = key, Start = time, Flags = flags, References = 1 });
        ref Entry record = ref store.Entries[entry];
        if (opener == 0)
        {
            opener = store.Create(OperationKind.Prefix, Operation.NoTaskId, NameTable.NoneId, time);
            store[opener].State = OperationState.Running;
            store[opener].References = 1; // the entry's
            store.Append(opener, IntervalKind.Running, 0, time);
            thread.Prefix = store.RefOf(opener);
            thread.PrefixSuspended = false;
        }

        ref Operation op = ref store[opener];
        record.Opener = new OperationRef(opener, op.Serial);
        record.OpenerInterval = op.Last;
        record.OpenerChild = op.LastChild == 0 ? default : store.RefOf(op.LastChild);
        store.Entries.AddOpen(entry);
        record.Outer = op.OpenEntry;
        store.Entries.Hold(record.Outer);
        op.OpenEntry = entry;
        counts.Entries++;
        return entry;
    }

    public void Close(int entry, long time)
    {
        ref Entry record = ref store.Entries[entry];
        record.Stop = time;
        store.Entries.RemoveOpen(entry);
        while (record.FirstPending != 0)
            decider.ChooseParent(record.FirstPending);
        if (store.Find(record.Opener) is var slot and not 0)
        {
            ref Operation opener = ref store[slot];
            if (opener.OpenEntry == entry)
                opener.OpenEntry = record.Outer;
            else
                Unchain(opener.OpenEntry, entry);
            if (opener.Kind == OperationKind.Prefix && opener.OpenEntry == 0)
            {
                opener.State = OperationState.Ended;
                opener.End = time;
                opener.Flags |= OperationFlags.Charged;
                store.Drop(slot);
            }
        }

        store.Entries.Drop(record.Outer);
        record.Outer = 0;
        store.Entries.Drop(entry);
        decider.DecideOrphans();
    }

    /// <summary>Takes an entry out of the chain of open ones around an inner one: entries of one opener may stop in any order.</summary>
    private void Unchain(int inner, int entry)
    {
        for (; inner != 0; inner = store.Entries[inner].Outer)
        {
            ref Entry record = ref store.Entries[inner];
            if (record.Outer != entry)
                continue;
            record.Outer = store.Entries[entry].Outer; // and with it the hold on that one
            store.Entries[entry].Outer = 0;
            store.Entries.Drop(entry);
            return;
        }
    }
}

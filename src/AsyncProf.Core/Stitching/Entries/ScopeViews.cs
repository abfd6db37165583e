using AsyncProf.Events;
using AsyncProf.Stitching.Operations;
using AsyncProf.Stitching.Records;
using AsyncProf.Stitching.Roots;

namespace AsyncProf.Stitching.Entries;

/// <summary>
/// Scopes that an operation opens: a second look at a stretch of its time. The operation's own tree, and the request it serves, stay whole; what the look needs is only kept until the scope closes.
/// </summary>
internal sealed class ScopeViews(OperationStore store, RunningOperations running, StitcherCounts counts, IChargeSink sink)
{
    public int Open(int opener, long key, EntryFlags flags, long time)
    {
        int entry = store.Entries.Create(new Entry
        {
            Key = key,
            Start = time,
            Flags = flags,
            References = 1,
            IsScopeView = true,
            Opener = store.RefOf(opener),
        });
        store.Entries.AddView(entry);
        counts.Entries++;
        return entry;
    }

    public void Close(ThreadWork thread, int entry, long time)
    {
        ref Entry record = ref store.Entries[entry];
        int owner = running.TopOperation(thread);
        if (owner == 0 || store[owner].Start > record.Start)
            owner = store.Find(record.Opener); // it was closed in something called later
        if (owner == 0)
            counts.EntriesWithoutOwner++;
        else
            sink.OnCharge(store, new Charge(RootKind.Scope, owner, record.Start, time, entry) { IsScopeView = true });
        Drop(entry);
    }

    public void Drop(int entry)
    {
        store.Entries.RemoveView(entry);
        store.Entries.Drop(entry);
    }
}

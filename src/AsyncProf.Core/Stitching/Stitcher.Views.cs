using AsyncProf.Events;

namespace AsyncProf.Stitching;

/// <content>
/// Scopes that an operation opens: a second look at a stretch of its time. The operation's own tree, and the request it serves, stay whole; what the
/// look needs is only kept until the scope closes.
/// </content>
internal sealed partial class Stitcher
{
    private readonly HashSet<int> _views = [];

    /// <summary>Nothing that went on at or after this moment may be forgotten yet.</summary>
    private long KeptSince
    {
        get
        {
            long since = long.MaxValue;
            foreach (int view in _views)
                since = Math.Min(since, _store.Entries[view].Start);
            return since;
        }
    }

    private int OpenView(int opener, long key, EntryFlags flags, long time)
    {
        int entry = _store.Entries.Rent();
        _store.Entries[entry] = new Entry
        {
            Key = key,
            Start = time,
            Flags = flags,
            References = 1,
            IsScopeView = true,
            Opener = opener,
            OpenerSerial = _store[opener].Serial,
        };
        _views.Add(entry);
        Counts.Entries++;
        return entry;
    }

    private void CloseView(ThreadWork thread, int entry, long time)
    {
        ref Entry record = ref _store.Entries[entry];
        int owner = TopOperation(thread);
        if (owner == 0 || _store[owner].Start > record.Start)
            owner = _store.IsSame(record.Opener, record.OpenerSerial) ? record.Opener : 0; // it was closed in something called later
        if (owner == 0)
            Counts.EntriesWithoutOwner++;
        else
            _sink.OnCharge(_store, new Charge(RootKind.Scope, owner, record.Start, time, entry) { IsScopeView = true });
        DropView(entry);
    }

    private void DropView(int entry)
    {
        _views.Remove(entry);
        _store.DropEntry(entry);
    }
}

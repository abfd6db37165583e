using AsyncProf.Events;
using AsyncProf.Stitching.Records;
using AsyncProf.Stitching.Roots;

namespace AsyncProf.Stitching.Entries;

/// <summary>
/// Looks at what goes on in requests and scopes that have not stopped when a window closes, which is charged only when they do. Nothing of it is changed or forgotten.
/// </summary>
internal sealed class OpenEntryLooks(OperationStore store, OpenRoots roots, IChargeSink sink)
{
    private readonly Dictionary<int, List<int>> _tops = [];
    private readonly List<int> _ended = [];
    private readonly HashSet<int> _own = [], _superseded = [];

    /// <summary>Looks at all of them but the profiler's own.</summary>
    /// <param name="now">Up to when, in ticks.</param>
    /// <param name="window">Who looks.</param>
    /// <param name="since">Since when, in ticks.</param>
    public void Look(long now, int window, long since)
    {
        if (store.Entries.OldestOpen == 0)
            return;
        FindTops();
        FindOuter();
        for (int entry = store.Entries.OldestOpen; entry != 0; entry = store.Entries[entry].NextOpen)
        {
            if (_own.Contains(store.Entries[entry].Outer))
                _own.Add(entry); // outer ones are older
            if (!_own.Contains(entry) && !_superseded.Contains(entry))
                Look(entry, now, window, since);
        }

        foreach (int ended in _ended)
        {
            ref Operation op = ref store[ended];
            if (!_own.Contains(op.Entry))
                Hand(new Charge(RootKind.Open, ended, op.Start, op.End, op.Entry) { WithOpenEntries = true }, window, since);
        }

        _tops.Clear();
        _ended.Clear();
        _own.Clear();
        _superseded.Clear();
    }

    private void Look(int entry, long now, int window, long since)
    {
        ref Entry record = ref store.Entries[entry];
        List<int> tops = _tops.GetValueOrDefault(entry) ?? [];
        int owner = store.Find(record.Opener);
        if ((owner == 0 || store[owner].Kind == OperationKind.Prefix) && tops.Count > 0)
            owner = Outermost(tops);
        if (owner == 0 || store[owner].Has(OperationFlags.Ignored))
            return;
        RootKind kind = record.Flags.HasFlag(EntryFlags.Scope) ? RootKind.Scope : RootKind.Request;
        Hand(new Charge(kind, owner, record.Start, now, entry), window, since);
        foreach (int top in tops)
        {
            if (top != owner)
                Hand(new Charge(RootKind.Open, top, store[top].Start, now, entry) { WithOpenEntries = true }, window, since);
        }
    }

    /// <summary>Who answers the request: of what began before anything in it was an operation the last to be told, because who awaits suspends after what it awaits.</summary>
    private int Outermost(List<int> tops) => tops.FindLast(top => store[top] is { Spawner.Slot: 0, Kind: OperationKind.Method }) is var last and not 0 ? last : tops[0];

    private void Hand(in Charge charge, int window, long since)
    {
        if (Math.Max(charge.From, since) < charge.To)
            sink.OnCharge(store, charge with { Window = window, Since = since, IsScopeView = true, IsUnfinished = true });
    }

    /// <summary>What lives in each entry and hangs below nothing, the oldest first; and what has ended in it, for its end to decide to whom it belongs.</summary>
    private void FindTops()
    {
        for (int slot = 1; slot < store.Operations.Top; slot++)
        {
            if (!store.Entries.IsInOpen(store[slot]))
                continue;
            if (roots.IsUndecided(slot))
                _ended.Add(slot);
            if (!roots.IsOpenRoot(slot))
                continue;
            int entry = store[slot].Entry;
            if (!_tops.TryGetValue(entry, out List<int>? tops))
                _tops.Add(entry, tops = []);
            tops.Add(slot);
        }

        foreach (List<int> tops in _tops.Values)
            tops.Sort((one, other) => (store[one].Start, store[one].TaskId).CompareTo((store[other].Start, store[other].TaskId)));
    }

    /// <summary>Which are the profiler's own, or around one that is; and which stand for the same request as an activity inside them, as ASP.NET Core's own do.</summary>
    private void FindOuter()
    {
        for (int entry = store.Entries.OldestOpen; entry != 0; entry = store.Entries[entry].NextOpen)
        {
            Entry record = store.Entries[entry];
            if (record.Flags.HasFlag(EntryFlags.Own))
                _own.UnionWith([entry, record.Outer]);
            if (record.Outer != 0 && !record.Flags.HasFlag(EntryFlags.Scope) && store.Entries[record.Outer] is { Key: 0, IsNamed: false })
                _superseded.Add(record.Outer);
        }

        _own.Remove(0);
    }
}

using AsyncProf.Events;
using AsyncProf.Stitching.Operations;
using AsyncProf.Stitching.Records;

namespace AsyncProf.Stitching.Entries;

/// <summary>
/// Requests and scopes start and stop, told by activities, by the server, or by the profiler's own scopes.
/// </summary>
internal sealed class EntryTracker(
    OperationStore store,
    RunningOperations running,
    EntryChain chain,
    EntrySlices slices,
    ScopeViews views,
    StitcherCounts counts)
{
    private readonly Dictionary<long, int> _entries = [];

    /// <summary>Takes a mark; false if it is none that is known.</summary>
    public bool OnMark(ThreadWork thread, in AsyncEvent e)
    {
        switch (e.Kind)
        {
            case AsyncEventKind.EntryStart:
                OnEntryStart(thread, e);
                return true;
            case AsyncEventKind.EntryDetail:
                OnEntryDetail(thread, e);
                return true;
            case AsyncEventKind.EntryStop:
                OnEntryStop(thread, e);
                return true;
            case AsyncEventKind.EntryName:
                OnEntryName(thread, e);
                return true;
            case AsyncEventKind.RequestStart:
                OnRequestStart(thread, e);
                return true;
            case AsyncEventKind.RequestStop:
                OnRequestStop(thread, e);
                return true;
            default:
                return false;
        }
    }

    private void OnEntryDetail(ThreadWork thread, in AsyncEvent e)
    {
        ref EntryContext context = ref thread.PendingContext;
        switch ((EntryDetailKind)e.Detail)
        {
            case EntryDetailKind.TraceHigh:
                context.TraceHigh = e.Payload;
                break;
            case EntryDetailKind.TraceLow:
                context.TraceLow = e.Payload;
                break;
            case EntryDetailKind.Span:
                context.Span = e.Payload;
                break;
            case EntryDetailKind.Parent:
                context.Parent = e.Payload;
                break;
            case EntryDetailKind.StartUtc:
                context.StartUtc = e.Payload;
                break;
            case EntryDetailKind.Duration:
                context.Duration = e.Payload;
                break;
            default:
                counts.Unmatched++;
                break;
        }
    }

    private void OnEntryStart(ThreadWork thread, in AsyncEvent e)
    {
        if (thread.Ignored)
            return;
        if (_entries.Remove(e.Payload, out int old))
        {
            if (store.Entries[old].IsScopeView)
                views.Drop(old);
            else
                chain.Close(old, e.Timestamp);
        }

        var flags = (EntryFlags)e.Detail;
        int opener = running.TopOperation(thread);
        bool isView = flags.HasFlag(EntryFlags.Scope) && opener != 0;
        int entry = isView ? views.Open(opener, e.Payload, flags, e.Timestamp) : chain.Open(thread, opener, e.Payload, flags, e.Timestamp);
        store.Entries[entry].Scope = e.Scope;
        _entries.Add(e.Payload, entry);
    }

    private void OnEntryStop(ThreadWork thread, in AsyncEvent e)
    {
        EntryContext context = thread.PendingContext;
        thread.PendingContext = default;
        if (context.Span == 0 && (context.TraceHigh | context.TraceLow) != 0)
            context.Span = e.Payload; // the key is the span's id where ids are W3C's
        if (!_entries.Remove(e.Payload, out int entry))
            return; // it started before the recording
        ref Entry record = ref store.Entries[entry];
        record.Context = context;
        record.Flags = (record.Flags & ~EntryFlags.Recorded) | (EntryFlags)e.Detail; // a filter of the instrumentation's takes a request back after its start
        if (!record.IsNamed || !((EntryFlags)e.Detail).HasFlag(EntryFlags.Unnamed))
            record.Name = e.Extra;
        if (record.IsScopeView)
            views.Close(thread, entry, e.Timestamp);
        else
            slices.Stop(thread, entry, e.Timestamp);
    }

    /// <summary>ASP.NET Core tells the route of the request on this thread, or what becomes of it; or a scope says whose it is.</summary>
    private void OnEntryName(ThreadWork thread, in AsyncEvent e)
    {
        if (thread.Ignored)
            return;
        if (e.Payload == 0 || !_entries.TryGetValue(e.Payload, out int entry))
            entry = EntryOfServer(thread);
        if (entry == 0)
            return;
        store.Entries[entry].Flags |= FlagsOf((EntryNews)e.Detail);
        if (store.Entries[entry].IsNamed || e.Extra == NameTable.NoneId)
            return;
        store.Entries[entry].Name = e.Extra;
        store.Entries[entry].IsNamed = true;
    }

    private static EntryFlags FlagsOf(EntryNews news) => (news.HasFlag(EntryNews.Failed) ? EntryFlags.Error : 0)
        | (news.HasFlag(EntryNews.Own) ? EntryFlags.Own : 0)
        | (news.HasFlag(EntryNews.Lasting) ? EntryFlags.Lasting : 0);

    /// <summary>ASP.NET Core's own start of a request. It serves only if no activity stands for the request.</summary>
    private void OnRequestStart(ThreadWork thread, in AsyncEvent e)
    {
        if (thread.Ignored)
            return;
        int entry = chain.Open(thread, running.TopOperation(thread), 0, EntryFlags.Request, e.Timestamp);
        store.Entries[entry].Name = e.Extra;
        store.Entries[entry].Scope = e.Scope;
    }

    private void OnRequestStop(ThreadWork thread, in AsyncEvent e)
    {
        if (EntryOfServer(thread) is var entry and not 0)
            slices.Stop(thread, entry, e.Timestamp);
    }

    /// <summary>The open entry on this thread that the server's own events tell of; 0 if there is none.</summary>
    private int EntryOfServer(ThreadWork thread)
    {
        int owner = running.TopOperation(thread);
        if (owner == 0)
            owner = running.Prefix(thread);
        if (owner == 0)
            return 0;
        ref Operation op = ref store[owner];
        int entry = op.OpenEntry != 0 ? op.OpenEntry : op.Entry;
        while (entry != 0 && store.Entries[entry] is var candidate && (candidate.Key != 0 || candidate.Stop != 0))
            entry = candidate.Outer;
        return entry;
    }

    /// <summary>The recording ends: what is open stops being kept.</summary>
    public void CloseAll(long now)
    {
        while (store.Entries.OldestOpen is var entry and not 0)
            chain.Close(entry, now);
        foreach (int view in store.Entries.Views.ToArray())
            views.Drop(view);
        _entries.Clear();
    }

    /// <summary>Gives up the entries in which more has begun than may.</summary>
    public void GiveUpOverfull(long now)
    {
        while (store.Entries.Overfull.TryPop(out int entry))
        {
            if (store.Entries[entry] is { References: > 0, Stop: 0 })
                GiveUp(entry, now);
        }
    }

    /// <summary>An entry is no longer kept open: its operations become open roots like any other.</summary>
    public void GiveUp(int entry, long now)
    {
        counts.EntriesGivenUp++;
        _entries.Remove(store.Entries[entry].Key);
        chain.Close(entry, now);
    }

    public void GiveUpViews()
    {
        foreach (int view in store.Entries.Views.ToArray())
        {
            counts.EntriesGivenUp++;
            _entries.Remove(store.Entries[view].Key);
            views.Drop(view);
        }
    }
}

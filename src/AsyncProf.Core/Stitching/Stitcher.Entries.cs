using System.Runtime.CompilerServices;
using AsyncProf.Events;

namespace AsyncProf.Stitching;

/// <content>Entries: a request or a scope is the slice of its owner's timeline between two marks.</content>
internal sealed partial class Stitcher
{
    private const int PrefixTaskId = int.MinValue;

    private readonly Dictionary<long, int> _entries = [];
    private readonly Stack<int> _detached = new();

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
            case EntryDetailKind.StartUtc:
                context.StartUtc = e.Payload;
                break;
            case EntryDetailKind.Duration:
                context.Duration = e.Payload;
                break;
            default:
                Counts.Unmatched++;
                break;
        }
    }

    private void OnEntryStart(ThreadWork thread, in AsyncEvent e)
    {
        if (thread.Ignored)
            return;
        if (_entries.Remove(e.Payload, out int old))
        {
            if (_store.Entries[old].IsScopeView)
                DropView(old);
            else
                CloseEntry(old, e.Timestamp);
        }

        var flags = (EntryFlags)e.Detail;
        int opener = TopOperation(thread);
        bool isView = flags.HasFlag(EntryFlags.Scope) && opener != 0;
        int entry = isView ? OpenView(opener, e.Payload, flags, e.Timestamp) : OpenEntry(thread, opener, e.Payload, flags, e.Timestamp);
        _store.Entries[entry].Scope = e.Scope;
        _entries.Add(e.Payload, entry);
    }

    private void OnEntryStop(ThreadWork thread, in AsyncEvent e)
    {
        EntryContext context = thread.PendingContext;
        thread.PendingContext = default;
        if (!_entries.Remove(e.Payload, out int entry))
            return; // it started before the recording
        ref Entry record = ref _store.Entries[entry];
        record.Context = context;
        record.Name = e.Extra;
        record.Flags |= (EntryFlags)e.Detail;
        if (record.IsScopeView)
            CloseView(thread, entry, e.Timestamp);
        else
            StopEntry(thread, entry, e.Timestamp);
    }

    /// <summary>ASP.NET Core's own start of a request. It serves only if no activity stands for the request.</summary>
    private void OnRequestStart(ThreadWork thread, in AsyncEvent e)
    {
        if (thread.Ignored)
            return;
        int entry = OpenEntry(thread, TopOperation(thread), 0, EntryFlags.Request, e.Timestamp);
        _store.Entries[entry].Name = e.Extra;
        _store.Entries[entry].Scope = e.Scope;
    }

    private void OnRequestStop(ThreadWork thread, in AsyncEvent e)
    {
        int owner = TopOperation(thread);
        if (owner == 0)
            owner = Prefix(thread);
        if (owner == 0)
            return;
        ref Operation op = ref _store[owner];
        int entry = op.OpenEntry != 0 ? op.OpenEntry : op.Entry;
        while (entry != 0 && _store.Entries[entry] is var candidate && (candidate.Key != 0 || candidate.Stop != 0))
            entry = candidate.Outer;
        if (entry == 0)
            return;
        StopEntry(thread, entry, e.Timestamp);
    }

    private int OpenEntry(ThreadWork thread, int opener, long key, EntryFlags flags, long time)
    {
        if (opener == 0 && !thread.PrefixSuspended)
            opener = Prefix(thread);
        int entry = _store.Entries.Rent();
        ref Entry record = ref _store.Entries[entry];
        record = new Entry { Key = key, Start = time, Flags = flags, References = 1 };
        if (opener == 0)
        {
            opener = _store.Create(OperationKind.Prefix, PrefixTaskId, NameTable.NoneId, time);
            _store[opener].State = OperationState.Running;
            _store[opener].References = 1; // the entry's
            _store.Append(opener, IntervalKind.Running, 0, time);
            thread.Prefix = opener;
            thread.PrefixSerial = _store[opener].Serial;
            thread.PrefixSuspended = false;
        }

        ref Operation op = ref _store[opener];
        record.Opener = opener;
        record.OpenerSerial = op.Serial;
        record.OpenerInterval = op.Last;
        record.OpenerChild = op.LastChild;
        record.OpenerChildSerial = op.LastChild == 0 ? 0 : _store[op.LastChild].Serial;
        _store.AddOpenEntry(entry);
        record.Outer = op.OpenEntry;
        _store.HoldEntry(record.Outer);
        op.OpenEntry = entry;
        Counts.Entries++;
        return entry;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void StopEntry(ThreadWork thread, int entry, long time)
    {
        ref Entry record = ref _store.Entries[entry];
        int owner = TopOperation(thread);
        bool openerKnown = _store.IsSame(record.Opener, record.OpenerSerial);
        if (owner == 0 && openerKnown)
            owner = record.Opener;
        if (owner == 0 || _store[owner].Has(OperationFlags.Ignored))
        {
            Counts.EntriesWithoutOwner++;
            CloseEntry(entry, time);
            return;
        }

        ref Operation op = ref _store[owner];
        long ownStart = op.Start;
        int hint = owner == record.Opener && openerKnown ? record.OpenerInterval : 0;
        if (record.Start < ownStart)
            Prepend(owner, ref record);
        while (record.FirstPending != 0)
        {
            if (record.FirstPending == owner)
                Unpend(owner); // it has ended, and its segment has not unwound
            else
                DecideInEntry(record.FirstPending, owner);
        }

        while (_detached.TryPop(out int detached))
            ChargeRoot(detached, RootKind.Detached); // only now: others of the list may hang below it
        bool scope = record.Flags.HasFlag(EntryFlags.Scope);
        int after = hint != 0 && _store.IsSame(record.OpenerChild, record.OpenerChildSerial) && _store[record.OpenerChild].Parent == owner ? record.OpenerChild : 0;
        _sink.OnCharge(_store, new Charge(scope ? RootKind.Scope : RootKind.Request, owner, record.Start, time, entry)
        {
            FirstInterval = hint,
            AfterChild = after,
        });

        // What the slice holds is charged: the owner's own timeline keeps one interval that says so.
        for (int child = after == 0 ? op.FirstChild : _store[after].NextSibling; child != 0;)
        {
            int next = _store[child].NextSibling;
            ref Operation c = ref _store[child];
            if (c.Start >= record.Start && IsDoneWith(c))
                _store.DropChild(child);
            child = next;
        }

        _store.ReplaceByRequest(owner, hint, record.Start, time);
        if (op.Start < ownStart)
        {
            op.Start = ownStart;
            _store.Trim(owner, ownStart);
            if (op.First != 0 && _store.Intervals[op.First].From < ownStart)
                _store.Intervals[op.First].From = ownStart;
        }

        // ASP.NET's own entry around an activity's is the same request: it is done with.
        int superseded = !scope && record.Outer != 0 && _store.Entries[record.Outer] is { Key: 0, Stop: 0 } ? record.Outer : 0;
        MoveOut(owner, entry, superseded == 0 ? record.Outer : _store.Entries[superseded].Outer);
        CloseEntry(entry, time);
        if (superseded != 0)
            CloseEntry(superseded, time);
        if (!op.IsLive && !op.Has(OperationFlags.Mapped) && op.Kind != OperationKind.Prefix)
        {
            Decide(owner); // it was left to the entry when its grace ran out
            _store.FreeIfDone(owner);
        }
    }

    /// <summary>Who owns an entry and began inside it belongs to what is around it, with who awaits it: a server's loop outlives its first request.</summary>
    private void MoveOut(int owner, int entry, int outer)
    {
        for (int slot = owner; slot != 0 && _store[slot].Entry == entry; slot = _store[slot].Parent)
        {
            _store.HoldEntry(outer);
            _store[slot].Entry = outer;
            _store.DropEntry(entry);
        }
    }

    /// <summary>The owner began as an operation only after the entry started: what lies before was its prefix, running.</summary>
    private void Prepend(int owner, ref Entry record)
    {
        ref Operation op = ref _store[owner];
        long until = op.Start;
        int prefix = _store.IsSame(record.Opener, record.OpenerSerial) && _store[record.Opener].Kind == OperationKind.Prefix ? record.Opener : 0;
        int first = 0, last = 0;
        for (int id = prefix == 0 ? 0 : _store[prefix].First; id != 0 && _store.Intervals[id].From < until; id = _store.Intervals[id].Next)
        {
            Interval interval = _store.Intervals[id];
            Link(ref first, ref last, interval with { Next = 0 });
        }

        if (first == 0)
            Link(ref first, ref last, new Interval { From = record.Start, Kind = IntervalKind.Running });
        _store.Intervals[last].Next = op.First;
        op.First = first;
        op.Start = record.Start;
        for (int child = prefix == 0 ? 0 : _store[prefix].FirstChild; child != 0;)
        {
            int next = _store[child].NextSibling;
            _store.RemoveChild(child);
            _store.AddChild(owner, child);
            _store[child].References--; // the list's reference moved with it
            child = next;
        }

        void Link(ref int head, ref int tail, Interval interval)
        {
            int id = _store.Intervals.Rent();
            _store.Intervals[id] = interval;
            if (interval.HoldsOperation)
                _store[interval.Target].References++;
            if (head == 0)
                head = id;
            else
                _store.Intervals[tail].Next = id;
            tail = id;
        }
    }

    /// <summary>An operation that ended within the entry and has no awaiter: its spawner's, or else the owner's.</summary>
    private void DecideInEntry(int slot, int owner)
    {
        ref Operation op = ref _store[slot];
        Unpend(slot);
        int parent = owner;
        if (op.Spawner != 0)
        {
            bool known = _store.IsSame(op.Spawner, op.SpawnerSerial);
            if (!known || _store[op.Spawner].Has(OperationFlags.Charged) || Outlived(op, _store[op.Spawner]))
            {
                op.Flags |= OperationFlags.Detached;
                _detached.Push(slot);
                return;
            }

            parent = op.Spawner;
        }

        if (WouldCycle(parent, slot))
            _detached.Push(slot); // a block with a time-out awaited what is above it
        else
            ShowUnder(parent, slot);
    }

    /// <summary>Takes an entry out of the chain of open ones around an inner one: entries of one opener may stop in any order.</summary>
    private void Unchain(int inner, int entry)
    {
        for (; inner != 0; inner = _store.Entries[inner].Outer)
        {
            ref Entry record = ref _store.Entries[inner];
            if (record.Outer != entry)
                continue;
            record.Outer = _store.Entries[entry].Outer; // and with it the hold on that one
            _store.Entries[entry].Outer = 0;
            _store.DropEntry(entry);
            return;
        }
    }

    private void CloseEntry(int entry, long time)
    {
        ref Entry record = ref _store.Entries[entry];
        record.Stop = time;
        _store.RemoveOpenEntry(entry);
        while (record.FirstPending != 0)
            Decide(record.FirstPending);
        if (_store.IsSame(record.Opener, record.OpenerSerial))
        {
            ref Operation opener = ref _store[record.Opener];
            if (opener.OpenEntry == entry)
                opener.OpenEntry = record.Outer;
            else
                Unchain(opener.OpenEntry, entry);
            if (opener.Kind == OperationKind.Prefix && opener.OpenEntry == 0)
            {
                opener.State = OperationState.Ended;
                opener.End = time;
                opener.Flags |= OperationFlags.Charged;
                _store.Drop(record.Opener);
            }
        }

        _store.DropEntry(record.Outer);
        record.Outer = 0;
        _store.DropEntry(entry);
        DecideOrphans();
    }
}

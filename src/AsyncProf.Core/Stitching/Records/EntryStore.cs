using System.Runtime.CompilerServices;
using AsyncProf.Events;

namespace AsyncProf.Stitching.Records;

/// <summary>The entries: counted by reference and recycled, the open ones in the order in which they started.</summary>
internal sealed class EntryStore
{
    private readonly Slab<Entry> _entries = new();
    private readonly HashSet<int> _views = [];
    private int _newestOpen;

    /// <summary>How many entries are kept.</summary>
    public int Count => _entries.Count;

    /// <summary>What they take, in bytes.</summary>
    public long KeptBytes => _entries.KeptBytes;

    /// <summary>How many entries are open.</summary>
    public int OpenCount { get; private set; }

    /// <summary>The entry that has been open longest, or 0.</summary>
    public int OldestOpen { get; private set; }

    /// <summary>Entries in which more has begun than may: given up after the event, when nothing is in the middle of anything.</summary>
    public Stack<int> Overfull { get; } = new();

    /// <summary>The open scopes that are only a second look at their opener's time.</summary>
    public IReadOnlyCollection<int> Views => _views;

    /// <summary>Nothing that went on at or after this moment may be forgotten yet: an open view looks at it.</summary>
    public long KeptSince
    {
        get
        {
            long since = long.MaxValue;
            foreach (int view in _views)
                since = Math.Min(since, _entries[view].Start);
            return since;
        }
    }

    /// <summary>When the entries started that are open and not the profiler's own.</summary>
    public IEnumerable<long> OpenOfApp()
    {
        for (int entry = OldestOpen; entry != 0; entry = _entries[entry].NextOpen)
        {
            if (!_entries[entry].Flags.HasFlag(EntryFlags.Own))
                yield return _entries[entry].Start;
        }
    }

    public ref Entry this[int entry]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref _entries[entry];
    }

    public int Create(in Entry entry)
    {
        int id = _entries.Rent();
        _entries[id] = entry;
        return id;
    }

    /// <summary>
    /// Whether an operation began in an entry that has not stopped. Who of those will own the entry is known only when it stops,
    /// so until then none of them is charged elsewhere.
    /// </summary>
    public bool IsInOpen(in Operation op) => op.Entry != 0 && _entries[op.Entry].Stop == 0;

    /// <summary>Since when an operation's timeline belongs to entries that have not stopped; never if it does not.</summary>
    /// <param name="op">The operation.</param>
    /// <param name="except">An entry whose own slice is meant: only those inside it count.</param>
    public long OpenSince(in Operation op, int except = 0) => op.OpenEntry == 0 ? long.MaxValue : StartOf(op.OpenEntry, except);

    /// <summary>When the oldest entry of a chain started.</summary>
    private long StartOf(int newest, int except)
    {
        long since = long.MaxValue;
        for (int entry = newest; entry != 0 && entry != except; entry = _entries[entry].Outer)
            since = Math.Min(since, _entries[entry].Start);
        return since;
    }

    /// <summary>Entries start in order of time, so the newest is the last.</summary>
    public void AddOpen(int entry)
    {
        _entries[entry].PreviousOpen = _newestOpen;
        if (_newestOpen != 0)
            _entries[_newestOpen].NextOpen = entry;
        else
            OldestOpen = entry;
        _newestOpen = entry;
        OpenCount++;
    }

    public void RemoveOpen(int entry)
    {
        ref Entry record = ref _entries[entry];
        if (record.PreviousOpen != 0)
            _entries[record.PreviousOpen].NextOpen = record.NextOpen;
        else
            OldestOpen = record.NextOpen;
        if (record.NextOpen != 0)
            _entries[record.NextOpen].PreviousOpen = record.PreviousOpen;
        else
            _newestOpen = record.PreviousOpen;
        record.PreviousOpen = record.NextOpen = 0;
        OpenCount--;
    }

    public void AddView(int entry) => _views.Add(entry);

    public void RemoveView(int entry) => _views.Remove(entry);

    public void Hold(int entry)
    {
        if (entry != 0)
            _entries[entry].References++;
    }

    public void Drop(int entry)
    {
        if (entry == 0)
            return;
        ref Entry record = ref _entries[entry];
        if (--record.References > 0)
            return;
        record = default;
        _entries.Return(entry);
    }
}

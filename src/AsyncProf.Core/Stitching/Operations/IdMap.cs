using System.Runtime.CompilerServices;

namespace AsyncProf.Stitching.Operations;

/// <summary>Task ids to slots: open addressing without tombstones, because every operation is added once and removed once. Id and slot lie together: a look-up is one miss of the cache.</summary>
internal class IdMap
{
    /// <summary>The slot above, the id below; 0 where there is none.</summary>
    private long[] _entries = new long[1024];
    private int _mask = 1023;

    public int Count { get; private set; }

    /// <summary>The slot of a task id, or 0. Task ids are never 0, and 0 is that of nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Find(int key) => Math.Max(0, Look(key));

    /// <summary>Adds a task id or gives it another slot; a negative one only <see cref="Look"/> finds.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Set(int key, int slot)
    {
        if (Count * 2 > _mask)
            Grow();
        int i = Home(key);
        while (_entries[i] != 0 && (int)_entries[i] != key)
            i = (i + 1) & _mask;
        if (_entries[i] == 0)
            Count++;
        _entries[i] = ((long)slot << 32) | (uint)key;
    }

    /// <summary>Removes a task id if it still means this slot.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Remove(int key, int slot)
    {
        int i = Home(key);
        while ((int)_entries[i] != key)
        {
            if (_entries[i] == 0)
                return;
            i = (i + 1) & _mask;
        }

        if (SlotOf(_entries[i]) != slot)
            return;
        Count--;

        // Close the hole by moving back whatever probed across it.
        int hole = i;
        for (int j = (i + 1) & _mask; _entries[j] != 0; j = (j + 1) & _mask)
        {
            if (((j - Home((int)_entries[j])) & _mask) < ((j - hole) & _mask))
                continue;
            _entries[hole] = _entries[j];
            hole = j;
        }

        _entries[hole] = 0; // where no key is, there is no slot: so 0 leads nowhere
    }

    /// <summary>The same as <see cref="Find"/>, negative ones too.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected int Look(int key)
    {
        int i = Home(key);
        while (true)
        {
            long entry = _entries[i];
            if ((int)entry == key)
                return SlotOf(entry);
            if (entry == 0)
                return 0;
            i = (i + 1) & _mask;
        }
    }

    private static int SlotOf(long entry) => (int)(entry >> 32);

    private int Home(int key) => (int)((uint)key * 2654435769u >> 7) & _mask;

    private void Grow()
    {
        long[] entries = _entries;
        _entries = new long[entries.Length * 2];
        _mask = _entries.Length - 1;
        Count = 0;
        foreach (long entry in entries)
        {
            if (entry != 0)
                Set((int)entry, SlotOf(entry));
        }
    }
}

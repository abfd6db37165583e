namespace AsyncProf.Events;

/// <summary>
/// Strings as small numbers, for events that hold no references. Any thread may intern; reading never locks.
/// Bounded: beyond <see cref="Capacity"/> names everything new is <see cref="OtherId"/>, and of a name only <see cref="LongestName"/> characters are kept.
/// </summary>
internal sealed class NameTable
{
    /// <summary>The id of the empty name.</summary>
    public const int NoneId = 0;

    /// <summary>The id that stands for every name beyond the capacity.</summary>
    public const int OtherId = 1;

    /// <summary>How many characters of a name are kept: apps make up names of activities, from whatever they were asked.</summary>
    public const int LongestName = 4096;

    /// <summary>A name without its characters, in bytes, with what leads to it.</summary>
    private const long NameBytes = 160;

    private const int FirstSlots = 256;

    private readonly object _lock = new();
    private readonly string?[] _names;
    private int[] _slots = new int[FirstSlots]; // the ids, by the hash of their names; replaced when it is half full, and never changed otherwise but from 0
    private int _used;
    private long _characters;
    private int _count = 2;

    /// <summary>Creates a table.</summary>
    /// <param name="capacity">How many distinct names it keeps.</param>
    public NameTable(int capacity = 65_536)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 2);
        _names = new string?[capacity];
        _names[NoneId] = "";
        _names[OtherId] = "(other)";
    }

    /// <summary>How many names the table can hold.</summary>
    public int Capacity => _names.Length;

    /// <summary>How many ids have been given out; every id below it has a name.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>What the names take, in bytes.</summary>
    public long KeptBytes => (Count * NameBytes) + (Characters * sizeof(char));

    /// <summary>How long all names are together, in characters.</summary>
    public long Characters => Volatile.Read(ref _characters);

    /// <summary>The name of an id; the empty string for an id that was never given out.</summary>
    public string this[int id] => (uint)id < (uint)_names.Length ? Volatile.Read(ref _names[id]) ?? "" : "";

    /// <summary>The id of a name, the same for the same name.</summary>
    /// <param name="name">The name; null counts as empty.</param>
    public int Intern(string? name)
    {
        if (string.IsNullOrEmpty(name))
            return NoneId;
        if (name.Length > LongestName)
            name = name[..LongestName];
        return Find(name) is var id and not NoneId ? id : Add(name);
    }

    /// <inheritdoc cref="Intern(string?)"/>
    /// <remarks>Allocates only where the name is new.</remarks>
    public int Intern(ReadOnlySpan<char> name)
    {
        if (name.IsEmpty)
            return NoneId;
        if (name.Length > LongestName)
            name = name[..LongestName];
        return Find(name) is var id and not NoneId ? id : Add(name.ToString());
    }

    /// <summary>The id of a name that the table has; none where it does not, or is empty.</summary>
    /// <param name="name">The name.</param>
    public int Known(ReadOnlySpan<char> name) => name.IsEmpty ? NoneId : Find(name.Length > LongestName ? name[..LongestName] : name);

    private int Find(ReadOnlySpan<char> name) => SlotOf(Volatile.Read(ref _slots), name, out _);

    /// <summary>The id in a table, or none and the free slot for it.</summary>
    private int SlotOf(int[] slots, ReadOnlySpan<char> name, out int slot)
    {
        int mask = slots.Length - 1;
        for (slot = string.GetHashCode(name) & mask; ; slot = (slot + 1) & mask)
        {
            int id = Volatile.Read(ref slots[slot]); // its name was written before
            if (id == NoneId || name.SequenceEqual(_names[id]))
                return id;
        }
    }

    private int Add(string name)
    {
        lock (_lock)
        {
            if (SlotOf(_slots, name, out int slot) is var known and not NoneId)
                return known;
            if (_count >= Capacity)
                return OtherId;
            int id = _count;
            Volatile.Write(ref _names[id], name);
            Volatile.Write(ref _slots[slot], id);
            Volatile.Write(ref _count, id + 1);
            Volatile.Write(ref _characters, _characters + name.Length);
            if (++_used > _slots.Length / 2)
                Grow();
            return id;
        }
    }

    private void Grow()
    {
        var larger = new int[_slots.Length * 2];
        foreach (int id in _slots)
        {
            if (id == NoneId)
                continue;
            SlotOf(larger, _names[id], out int slot);
            larger[slot] = id;
        }

        Volatile.Write(ref _slots, larger);
    }
}

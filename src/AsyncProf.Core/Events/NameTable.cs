using System.Collections.Concurrent;

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

    private readonly ConcurrentDictionary<string, int> _ids = new(StringComparer.Ordinal);
    private readonly string?[] _names;
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
    public int Count => Math.Min(Volatile.Read(ref _count), Capacity);

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
        return _ids.TryGetValue(name, out int id) ? id : Add(name);
    }

    private int Add(string name)
    {
        // A race of two threads wastes one id and leaves both with the id that the dictionary kept.
        if (Volatile.Read(ref _count) >= Capacity)
            return OtherId;
        int id = Interlocked.Increment(ref _count) - 1;
        if (id >= Capacity)
            return OtherId;
        Volatile.Write(ref _names[id], name);
        Interlocked.Add(ref _characters, name.Length);
        return _ids.GetOrAdd(name, id);
    }
}

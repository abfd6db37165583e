using AsyncProf.Profiles.Pprof;

namespace AsyncProf.Profiles.Otlp;

/// <summary>One table of the dictionary: each entry once, and in place 0 the zero value, which stands for none.</summary>
/// <typeparam name="TKey">What tells its entries apart.</typeparam>
internal sealed class OtlpTable<TKey>
    where TKey : notnull
{
    private static readonly ProtoWriter Empty = new();

    private readonly Dictionary<TKey, int> _places;
    private readonly ProtoWriter _entries = new();
    private readonly int _field;

    /// <summary>Begins a table.</summary>
    /// <param name="field">Its field in the dictionary.</param>
    /// <param name="zero">What the zero value is told by.</param>
    public OtlpTable(int field, TKey zero)
    {
        _field = field;
        _places = new Dictionary<TKey, int> { [zero] = 0 };
        _entries.Message(field, Empty);
    }

    /// <summary>Where an entry is, if it is there.</summary>
    public bool TryFind(TKey key, out int place) => _places.TryGetValue(key, out place);

    /// <summary>Adds an entry that is not there.</summary>
    /// <param name="key">What tells it from others.</param>
    /// <param name="entry">The entry.</param>
    /// <returns>Its place.</returns>
    public int Add(TKey key, ProtoWriter entry)
    {
        _entries.Message(_field, entry);
        return Place(key);
    }

    /// <summary>The same for an entry that is a text.</summary>
    public int Add(TKey key, string entry)
    {
        _entries.Text(_field, entry);
        return Place(key);
    }

    public void WriteTo(ProtoWriter dictionary) => dictionary.Append(_entries);

    private int Place(TKey key)
    {
        int place = _places.Count;
        _places.Add(key, place);
        return place;
    }
}

namespace AsyncProf.Diffing.Runs;

/// <summary>
/// Values by key in the order in which they came. Most methods wait for one thing and have one caller, and there may be hundreds of thousands of methods: a few are kept in a
/// list, which is small; only many, as a file that means harm can hold, are looked up by hash.
/// </summary>
/// <typeparam name="TKey">What they are found by.</typeparam>
/// <typeparam name="TValue">What is kept.</typeparam>
internal sealed class FewOrMany<TKey, TValue>
    where TKey : notnull
{
    private const int Few = 8;

    private readonly List<(TKey Key, TValue Value)> _all = new(1);
    private Dictionary<TKey, int>? _places;

    /// <summary>All of them.</summary>
    public IReadOnlyList<(TKey Key, TValue Value)> All => _all;

    /// <summary>The value of a key; <paramref name="otherwise"/> if there is none.</summary>
    public TValue? Find(TKey key, TValue? otherwise = default) => PlaceOf(key) is var place and >= 0 ? _all[place].Value : otherwise;

    /// <summary>Sets the value of a key.</summary>
    public void Set(TKey key, TValue value)
    {
        int place = PlaceOf(key);
        if (place >= 0)
        {
            _all[place] = (key, value);
            return;
        }

        _all.Add((key, value));
        if (_places is not null)
            _places.Add(key, _all.Count - 1);
        else if (_all.Count > Few)
            _places = Enumerable.Range(0, _all.Count).ToDictionary(i => _all[i].Key);
    }

    private int PlaceOf(TKey key) => _places is null ? _all.FindIndex(one => EqualityComparer<TKey>.Default.Equals(one.Key, key)) : _places.GetValueOrDefault(key, -1);
}

using AsyncProf.Budgets;
using AsyncProf.Samples;
using AsyncProf.Symbols.Metadata;

namespace AsyncProf.Decoding.Samples;

/// <summary>What was allocated on which stack, as small numbers. Bounded.</summary>
internal sealed class AllocationSites : IAllocationSites
{
    private const int MostTypes = 20_000, MostSites = 200_000, LongestName = 512;

    private const string Others = "(other types)", Large = " (large)";

    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _typeIds = new Dictionary<string, int>(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
    private readonly Dictionary<(int Stack, int Type), int> _ids = [];
    private readonly List<string> _types = [];
    private readonly List<(int Stack, int Type)> _sites = [];
    private long _letters;

    /// <inheritdoc/>
    public (int Stack, string Type) this[int site] => (_sites[site].Stack, _types[_sites[site].Type]);

    /// <summary>What they take, in bytes.</summary>
    public long KeptBytes => (_letters * sizeof(char)) + (_types.Count * (Sizes.OfEntry(12) + Sizes.OfItem(8))) + (_sites.Count * (Sizes.OfEntry(12) + Sizes.OfItem(8)));

    /// <summary>The number of a site; where there are too many, that of its type alone, or of none.</summary>
    public int Intern(int stack, in AllocationSample sample)
    {
        int type = TypeOf(sample);
        if (_ids.TryGetValue((stack, type), out int id))
            return id;
        if (_sites.Count >= MostSites && !_ids.TryGetValue((-1, type), out id))
            return -1;
        if (_sites.Count >= MostSites)
            return id;
        _ids.Add((stack, type), id = _sites.Count);
        _sites.Add((stack, type));
        return id;
    }

    private int TypeOf(in AllocationSample sample)
    {
        ReadOnlySpan<char> name = sample.Type[..Math.Min(sample.Type.Length, LongestName)];
        Span<char> key = stackalloc char[LongestName + Large.Length];
        name.CopyTo(key);
        int length = name.Length;
        if (sample.IsLarge)
        {
            Large.CopyTo(key[length..]);
            length += Large.Length;
        }

        if (_typeIds.TryGetValue(key[..length], out int id))
            return id;
        string shown = _types.Count >= MostTypes || name.IsEmpty ? Others : RuntimeTypeName.Readable(name.ToString()) + (sample.IsLarge ? Large : "");
        if (shown == Others && _typeIds.TryGetValue(Others, out id))
            return id;
        _typeIds.Dictionary.Add(shown == Others ? Others : key[..length].ToString(), id = _types.Count);
        _types.Add(shown);
        _letters += (2L * length) + shown.Length;
        return id;
    }
}

using AsyncProf.Heap.Objects;

namespace AsyncProf.Heap.Kept;

/// <summary>Adds up objects by their types.</summary>
internal sealed class TypeSums
{
    private readonly Dictionary<HeapType, (long Bytes, long Objects)> _sums = [];

    /// <summary>What all take, in bytes.</summary>
    public long Bytes { get; private set; }

    /// <summary>How many there are.</summary>
    public long Objects { get; private set; }

    /// <summary>Adds an object.</summary>
    public void Add(HeapType type, long bytes)
    {
        (long Bytes, long Objects) sum = _sums.GetValueOrDefault(type);
        _sums[type] = (sum.Bytes + bytes, sum.Objects + 1);
        Bytes += bytes;
        Objects++;
    }

    /// <summary>By type, the largest first.</summary>
    public IReadOnlyList<KeptType> ToTypes() =>
        [.. _sums.GroupBy(static sum => sum.Key.Name, StringComparer.Ordinal)
            .Select(static same => new KeptType(same.Key, same.Sum(static sum => sum.Value.Bytes), same.Sum(static sum => sum.Value.Objects)))
            .OrderByDescending(static type => type.Bytes).ThenBy(static type => type.Name, StringComparer.Ordinal)];
}

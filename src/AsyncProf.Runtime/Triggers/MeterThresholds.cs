namespace AsyncProf.Triggers;

/// <summary>What instruments must not exceed, in the order of their names; equal to others that say the same.</summary>
/// <param name="meters">The thresholds by instrument.</param>
internal sealed class MeterThresholds(IEnumerable<KeyValuePair<string, double>> meters) : IEquatable<MeterThresholds>
{
    public IReadOnlyList<MeterThreshold> All { get; } = [.. meters.Select(pair => new MeterThreshold(pair.Key, pair.Value)).OrderBy(threshold => threshold.Instrument, StringComparer.Ordinal)];

    public bool Equals(MeterThresholds? other) => other is not null && All.SequenceEqual(other.All);

    public override bool Equals(object? obj) => Equals(obj as MeterThresholds);

    public override int GetHashCode() => All.Aggregate(0, static (hash, threshold) => HashCode.Combine(hash, threshold));
}

using System.Collections;

namespace AsyncProf.Pushing;

/// <summary>Names with their values, in the order of the names; equal to others that say the same.</summary>
/// <param name="pairs">The pairs.</param>
internal sealed class NamedValues(IEnumerable<KeyValuePair<string, string>> pairs) : IReadOnlyList<KeyValuePair<string, string>>, IEquatable<NamedValues>
{
    private readonly KeyValuePair<string, string>[] _pairs = [.. pairs.OrderBy(pair => pair.Key, StringComparer.Ordinal)];

    public int Count => _pairs.Length;

    public KeyValuePair<string, string> this[int index] => _pairs[index];

    public bool Equals(NamedValues? other) => other is not null && _pairs.AsSpan().SequenceEqual(other._pairs);

    public override bool Equals(object? obj) => Equals(obj as NamedValues);

    public override int GetHashCode() => _pairs.Aggregate(0, static (hash, pair) => HashCode.Combine(hash, pair.Key, pair.Value));

    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => ((IEnumerable<KeyValuePair<string, string>>)_pairs).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

using System.Collections;

namespace AsyncProf.Symbols.Metadata;

/// <summary>The methods that bear one name; equal to others of the same methods.</summary>
/// <param name="methods">The methods.</param>
internal sealed class MethodCandidates(IReadOnlyList<MethodName> methods) : IReadOnlyList<MethodName>, IEquatable<MethodCandidates>
{
    /// <summary>Those of a name that one method has, or nobody knows.</summary>
    public static MethodCandidates None { get; } = new([]);

    public int Count => methods.Count;

    public MethodName this[int index] => methods[index];

    public bool Equals(MethodCandidates? other) => other is not null && methods.SequenceEqual(other);

    public override bool Equals(object? obj) => Equals(obj as MethodCandidates);

    public override int GetHashCode() => methods.Count == 0 ? 0 : HashCode.Combine(methods.Count, methods[0], methods[^1]);

    public IEnumerator<MethodName> GetEnumerator() => methods.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

using AsyncProf.Profiles;

namespace AsyncProf.Diffing.Runs;

/// <summary>What makes methods of two builds the same: the canonical name, in which nothing changes when the code is compiled again. The name of an assembly may.</summary>
/// <param name="Kind">A method, or the entry of a request or a scope.</param>
/// <param name="Name">The canonical name.</param>
internal readonly record struct MethodKey(FrameKind Kind, string Name) : IComparable<MethodKey>
{
    public int CompareTo(MethodKey other) => string.CompareOrdinal(Name, other.Name) is var byName and not 0 ? byName : Kind.CompareTo(other.Kind);
}

using AsyncProf.Events;
using AsyncProf.Profiles.Data;

namespace AsyncProf.Diffing.Runs;

/// <summary>What makes roots of two builds the same: what they are, and their name. An operation that happens to be detached in one of them is the same root still.</summary>
/// <param name="Kind"><c>request</c>, <c>scope</c> or <c>operation</c>.</param>
/// <param name="Name">The route, the scope's name or the canonical method.</param>
internal readonly record struct RootKey(string Kind, string Name) : IComparable<RootKey>
{
    public static RootKey Of(RootKind kind, Frame frame) => new(kind switch { RootKind.Request => "request", RootKind.Scope => "scope", _ => "operation" }, frame.Name);

    public int CompareTo(RootKey other) => string.CompareOrdinal(Name, other.Name) is var byName and not 0 ? byName : string.CompareOrdinal(Kind, other.Kind);
}

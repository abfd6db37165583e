using AsyncProf.Testing.Tiers;

namespace AsyncProf.Testing.Scenarios;

/// <summary>The programs that are run for real, in real time: all of them in the deep tier, some short ones of every kind otherwise.</summary>
public static class LivePrograms
{
    private static readonly string[] Short = ["S19WhenAny", "S25Uncaught", "S27", "Blocked", "Iterator", "Lent", "Pooled", "RelayTimesOut"];

    /// <summary>Their names.</summary>
    public static IReadOnlyCollection<string> Names => Tier.IsDeep ? [.. Expectations.All.Keys] : Short;
}

namespace AsyncProf.Testing.Tiers;

/// <summary>How much is tested: fast by default, all of it with <c>dotnet test -p:Tier=deep</c>.</summary>
public static class Tier
{
    /// <summary>The trait of tests that run in the deep tier only, as <c>[Trait(Tier.Name, Tier.Deep)]</c>.</summary>
    public const string Name = "Tier";

    /// <summary>The value of that trait.</summary>
    public const string Deep = "Deep";

    /// <summary>Whether this is the deep tier. The run settings of each tier in <c>eng</c> say so.</summary>
    public static bool IsDeep { get; } = Environment.GetEnvironmentVariable("ASYNCPROF_TESTS") == "deep";

    /// <summary>A number of repetitions: a few that find what breaks often, or as many as it takes to be sure.</summary>
    public static int Count(int fast, int deep) => IsDeep ? deep : fast;
}

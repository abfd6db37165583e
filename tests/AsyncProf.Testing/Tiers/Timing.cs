namespace AsyncProf.Testing.Tiers;

/// <summary>Which tests of live capture compare no times: those may run beside others on a busy machine, as <c>.ci/run</c> has them.</summary>
public static class Timing
{
    /// <summary>The trait of those that compare none, as <c>[Trait(Timing.Name, Timing.Free)]</c>.</summary>
    public const string Name = "Timing";

    /// <summary>The value of that trait. Not <c>None</c>: to a filter that is every test without the trait.</summary>
    public const string Free = "Free";
}

namespace AsyncProf.Fleets;

/// <summary>What one run of a side is: an instance, or a slice of time where there are too few of those to prove anything.</summary>
/// <param name="Slices">How many slices of time; 0 for instances.</param>
internal readonly record struct UnitPlan(int Slices)
{
    /// <summary>So many slices prove what there is to prove, and each still holds many requests.</summary>
    private const int Usual = 10;

    /// <summary>So many ways there must be to choose one side's instances out of all: with fewer, no probability can be below 0.025, which leaves no room for correction.</summary>
    private const double FewestWays = 40;

    /// <summary>One instance is its machine as much as its version.</summary>
    private const int FewestInstances = 2;

    /// <summary>So many instances of each side are enough.</summary>
    public const int EnoughOfEach = 4;

    /// <summary>One for two sides; both get the same.</summary>
    /// <param name="bases">How many instances the base has.</param>
    /// <param name="heads">How many the head has.</param>
    public static UnitPlan Of(int bases, int heads) => new(Math.Min(bases, heads) >= FewestInstances && Ways(bases, heads) >= FewestWays ? 0 : Usual);

    private static double Ways(int bases, int heads)
    {
        double ways = 1;
        for (int i = 1; i <= Math.Min(bases, heads) && ways < FewestWays; i++)
            ways *= (double)(Math.Max(bases, heads) + i) / i;
        return ways;
    }
}

using AsyncProf.Analyzer.Tests.Diffing.Simulation;
using AsyncProf.Diffing;
using AsyncProf.Testing.Tiers;

namespace AsyncProf.Analyzer.Tests.Diffing;

/// <summary>How often the gate is right about programs of which it is known whether they are slower. Seeds are fixed.</summary>
public class GateSimulationTests
{
    private static readonly int Diffs = Tier.Count(fast: 200, deep: 2_000), Slowed = Tier.Count(fast: 100, deep: 500);

    [Theory]
    [InlineData(Noise.Independent)]
    [InlineData(Noise.WithinRun)]
    [InlineData(Noise.Bimodal)]
    [InlineData(Noise.Drifting)]
    public void Compare_TwiceTheSameProgram_HardlyEverFires(Noise noise)
    {
        int fired = Enumerable.Range(0, Diffs).Count(seed => Compare(seed, noise, slowdown: 0).Verdict == Verdict.Regression);

        Assert.InRange(fired, 0, Diffs / 100);
    }

    [Theory]
    [InlineData(Noise.Independent)]
    [InlineData(Noise.WithinRun)]
    [InlineData(Noise.Drifting)]
    public void Compare_ARootATenthSlower_IsFoundWithTheMethodThatCausesIt(Noise noise)
    {
        ProfileDiff[] diffs = [.. Enumerable.Range(0, Slowed).Select(seed => Compare(seed, noise, slowdown: 0.1))];
        RootChange[] found = [.. diffs.SelectMany(diff => diff.Regressions.Where(root => root.Key.Name == SimulatedProgram.SlowedRoot))];
        int named = found.Count(root => root.Methods[0] is { Decision: Decision.Regression, Key.Name: SimulatedProgram.SlowedMethod });

        Assert.InRange(found.Length, Slowed * 95 / 100, Slowed);
        Assert.InRange(named, Slowed * 80 / 100, Slowed);
        Assert.InRange(diffs.Count(diff => diff.Regressions.Any(root => root.Key.Name != SimulatedProgram.SlowedRoot)), 0, Slowed / 20); // the level of significance
    }

    [Fact]
    public void Compare_ARootATenthFaster_IsAnImprovementAndNoFailure()
    {
        (DiffSide from, DiffSide to) = new SimulatedProgram(1, Noise.Independent).Run(slowdown: 0.1);

        ProfileDiff diff = ProfileDiffer.Compare(to, from, new DiffOptions());

        Assert.Equal(Verdict.NoRegression, diff.Verdict);
        Assert.Equal([SimulatedProgram.SlowedRoot], diff.Improvements.Select(root => root.Key.Name));
    }

    [Theory]
    [InlineData(Noise.Independent)]
    [InlineData(Noise.WithinRun)]
    public void Compare_TheIntervalOfARoot_CoversTheTruthAsOftenAsItSays(Noise noise)
    {
        int covered = Enumerable.Range(0, Slowed).Count(seed => Compare(seed, noise, slowdown: 0).Roots.Single(root => root.Key.Name == SimulatedProgram.SlowedRoot).Elapsed!.Shift is { Low: <= 0, High: >= 0 });

        Assert.InRange((double)covered / Slowed, 0.93, 0.99);
    }

    private static ProfileDiff Compare(int seed, Noise noise, double slowdown)
    {
        (DiffSide from, DiffSide to) = new SimulatedProgram(seed, noise).Run(slowdown);
        return ProfileDiffer.Compare(from, to, new DiffOptions());
    }
}

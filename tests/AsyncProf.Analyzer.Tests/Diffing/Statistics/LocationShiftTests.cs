using AsyncProf.Diffing.Statistics;
using AsyncProf.Testing.Tiers;
using Pragmastat;

namespace AsyncProf.Analyzer.Tests.Diffing.Statistics;

public class LocationShiftTests
{
    private static readonly int Samples = Tier.Count(fast: 2_000, deep: 20_000);

    [Fact]
    public void Between_AndRatio_AreThoseOfAnotherImplementation()
    {
        var random = new Random(7);
        for (int i = 0; i < 200; i++)
        {
            double[] from = Values(random, 1 + (i % 9), 1), to = Values(random, 1 + (i % 7), 1.1);

            Assert.Equal(Toolkit.Shift(new Sample(to), new Sample(from)).NominalValue, LocationShift.Between(from, to, 0.95).Estimate, 9);
            // Theirs is the median of ratios by way of logarithms: of an even number it takes another mean of the two in the middle.
            Assert.InRange(LocationShift.Ratio(from, to)!.Value / Toolkit.Ratio(new Sample(to), new Sample(from)).NominalValue, 0.98, 1.02);
        }
    }

    /// <summary>Of 10 and 5 values 95 % leave out 8 differences on each side (Hollander and Wolfe, 1973, table A.5).</summary>
    [Fact]
    public void Between_OfAPublishedExample_HasThePublishedInterval()
    {
        double[] atTerm = [0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46], earlier = [1.15, 0.88, 0.90, 0.74, 1.21];
        double[] differences = [.. earlier.SelectMany(a => atTerm.Select(b => b - a)).Order()];

        LocationShift shift = LocationShift.Between(earlier, atTerm, 0.95);

        Assert.Equal(0.305, shift.Estimate, 9);
        Assert.Equal((differences[8], differences[^9]), (shift.Low, shift.High));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(7)]
    [InlineData(10)]
    public void Between_OfRandomSamples_CoversTheTruthAsOftenAsItSays(int runs)
    {
        var random = new Random(runs);
        int covered = 0;
        for (int i = 0; i < Samples; i++)
        {
            LocationShift shift = LocationShift.Between(Values(random, runs, 1), [.. Values(random, runs, 1).Select(value => value + 0.5)], 0.95);
            covered += shift.Low <= 0.5 && 0.5 <= shift.High ? 1 : 0;
        }

        Assert.InRange((double)covered / Samples, 0.94, 0.99); // what is exact can only be had in steps: between 95 and 97 % at these sizes
    }

    [Fact]
    public void Between_OfTooFew_HasNoInterval()
    {
        LocationShift shift = LocationShift.Between([1, 2, 3], [2, 3, 4], 0.95);

        Assert.Equal(1, shift.Estimate);
        Assert.Null(shift.Low);
    }

    [Fact]
    public void Ratio_OverZero_IsNotKnown() => Assert.Null(LocationShift.Ratio([0, 1], [1, 1]));

    [Fact]
    public void Ratio_OverOneRunOfZero_IsThatOfTheOthers() => Assert.Equal(2, LocationShift.Ratio([0, 4, 4, 4, 4], [8, 8, 8, 8, 8]));

    [Fact]
    public void Ratio_OfNothingOverNothing_IsTheSame() => Assert.Equal(1, LocationShift.Ratio([0, 0, 0], [0, 0, 5]));

    private static double[] Values(Random random, int count, double factor) => [.. Enumerable.Range(0, count).Select(_ => factor * Math.Exp(0.1 * Normal(random)))];

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}

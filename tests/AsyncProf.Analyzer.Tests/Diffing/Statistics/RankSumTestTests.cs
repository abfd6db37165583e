using AsyncProf.Diffing.Statistics;
using Perfolizer.Mathematics.SignificanceTesting.MannWhitney;

namespace AsyncProf.Analyzer.Tests.Diffing.Statistics;

public class RankSumTestTests
{
    /// <summary>The example of R's <c>wilcox.test</c> (Hollander and Wolfe, 1973, table 4.1): W = 35, exact p 0.1272 that the first is greater.</summary>
    private static readonly double[] AtTerm = [0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46], Earlier = [1.15, 0.88, 0.90, 0.74, 1.21];

    [Fact]
    public void PValue_OfAPublishedExample_IsThePublishedOne() => Assert.Equal(0.1272, RankSumTest.PValue(low: Earlier, high: AtTerm), 4);

    [Theory]
    [InlineData(1, 1, 0.5)]
    [InlineData(3, 3, 0.05)]
    [InlineData(4, 4, 1 / 70.0)]
    [InlineData(5, 5, 1 / 252.0)]
    [InlineData(7, 7, 1 / 3432.0)]
    [InlineData(3, 8, 1 / 165.0)]
    public void PValue_OfCompleteSeparation_IsTheSmallestThereIs(int low, int high, double expected)
    {
        double[] below = [.. Enumerable.Range(0, low).Select(i => (double)i)], above = [.. Enumerable.Range(100, high).Select(i => (double)i)];

        Assert.Equal(expected, RankSumTest.PValue(below, above), 12);
        Assert.Equal(expected, RankSumTest.Smallest(low, high), 12);
        Assert.Equal(1, RankSumTest.PValue(above, below), 12);
    }

    [Fact]
    public void PValue_WithManyTies_IsTheShareOfAllWaysToShareTheValuesOut()
    {
        var random = new Random(5);
        for (int i = 0; i < 300; i++)
        {
            double[] low = [.. Enumerable.Range(0, random.Next(1, 7)).Select(_ => (double)random.Next(4))], high = [.. Enumerable.Range(0, random.Next(1, 7)).Select(_ => (double)random.Next(5))];

            Assert.Equal(Counted(low, high), RankSumTest.PValue(low, high), 10);
        }
    }

    [Fact]
    public void PValue_WithoutTies_IsThatOfAnotherImplementation()
    {
        var random = new Random(6);
        for (int i = 0; i < 200; i++)
        {
            double[] low = [.. Enumerable.Range(0, random.Next(2, 12)).Select(_ => random.NextDouble())], high = [.. Enumerable.Range(0, random.Next(2, 12)).Select(_ => random.NextDouble() + 0.2)];

            int wrongWay = low.Sum(a => high.Count(b => b < a));
            double theirs = wrongWay == low.Length * high.Length ? 1 : MannWhitneyClassicExactCdf.Instance.Cdf(low.Length, high.Length, wrongWay + 1); // of fewer than
            Assert.Equal(theirs, RankSumTest.PValue(low, high), 9);
        }
    }

    [Fact]
    public void PValue_OfAsManyRunsAsAreTaken_IsBetweenZeroAndOne()
    {
        double[] low = [.. Enumerable.Range(0, 50).Select(i => (double)(i % 9))], high = [.. Enumerable.Range(0, 50).Select(i => (double)(i % 11))];

        Assert.InRange(RankSumTest.PValue(low, high), 0, 1);
        Assert.Equal(1, RankSumTest.PValue([], high));
    }

    /// <summary>By going through every choice of so many of the values.</summary>
    private static double Counted(double[] low, double[] high)
    {
        double[] all = [.. high, .. low];
        double seen = Rank(high, all);
        int asHigh = 0, total = 0;
        for (int chosen = 0; chosen < 1 << all.Length; chosen++)
        {
            if (int.PopCount(chosen) != high.Length)
                continue;
            total++;
            if (Rank([.. all.Where((_, i) => (chosen >> i & 1) == 1)], all) >= seen - 1e-9)
                asHigh++;
        }

        return (double)asHigh / total;
    }

    private static double Rank(double[] some, double[] all) => some.Sum(value => all.Count(other => other < value) + (all.Count(other => other == value) / 2.0));
}

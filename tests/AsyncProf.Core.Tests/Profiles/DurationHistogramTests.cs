using AsyncProf.Profiles.Durations;

namespace AsyncProf.Core.Tests.Profiles;

public class DurationHistogramTests
{
    [Fact]
    public void Percentile_OfManyDurations_IsWithinFivePercent()
    {
        var histogram = new DurationHistogram();
        var random = new Random(7);
        long[] durations = [.. Enumerable.Range(0, 10_000).Select(_ => (long)Math.Exp(random.NextDouble() * 20))];
        foreach (long ns in durations)
            histogram.Add(ns);
        Array.Sort(durations);

        foreach (double share in (double[])[0.01, 0.5, 0.9, 0.99])
        {
            long exact = durations[(int)Math.Ceiling(share * durations.Length) - 1];
            Assert.InRange(histogram.Percentile(share), exact - 1, (long)(exact * 1.05) + 1);
        }

        Assert.Equal(durations[^1], histogram.Max);
        Assert.Equal(durations[^1], histogram.Percentile(1));
    }

    [Fact]
    public void Percentile_OfNothing_IsZero() => Assert.Equal(0, new DurationHistogram().Percentile(0.99));
}

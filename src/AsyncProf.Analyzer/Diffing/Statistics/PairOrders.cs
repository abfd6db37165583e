using System.Collections.Concurrent;

namespace AsyncProf.Diffing.Statistics;

/// <summary>Of how many pairs of a run here and a run there the one here is larger, if both sides are alike: the exact distribution of Mann and Whitney's U without ties.</summary>
internal static class PairOrders
{
    private static readonly ConcurrentDictionary<(int First, int Second), double[]> Known = new();

    /// <summary>For each number of pairs, the probability of so many or fewer.</summary>
    public static IReadOnlyList<double> AtMost(int first, int second) => Known.GetOrAdd((Math.Min(first, second), Math.Max(first, second)), static sizes => Sum(Ways(sizes.First, sizes.Second)));

    private static double[] Sum(double[] ways)
    {
        double total = ways.Sum(), sum = 0;
        return [.. ways.Select(some => Math.Min(1, (sum += some) / total))];
    }

    /// <summary>The coefficients of a Gaussian binomial.</summary>
    private static double[] Ways(int first, int second)
    {
        var ways = new double[(first * second) + 1];
        ways[0] = 1;
        for (int i = 1; i <= first; i++)
        {
            for (int u = ways.Length - 1; u >= second + i; u--)
                ways[u] -= ways[u - second - i];
            for (int u = i; u < ways.Length; u++)
                ways[u] += ways[u - i];
        }

        return ways;
    }
}

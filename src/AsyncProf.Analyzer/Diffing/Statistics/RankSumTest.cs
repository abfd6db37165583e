namespace AsyncProf.Diffing.Statistics;

/// <summary>
/// The exact one-sided test of Wilcoxon, Mann and Whitney: whether one side's runs rank above the other's. No shape is assumed of the noise, and ties are counted as they are,
/// by the distribution of rank sums over all ways in which these very values can be shared out.
/// </summary>
internal static class RankSumTest
{
    /// <summary>More runs than this on both sides together are refused by whoever reads them: the counting grows with the third power.</summary>
    public const int MostValues = 100;

    /// <summary>The probability, were both sides alike, that the second ranks as high above the first as it does, or higher.</summary>
    /// <param name="low">The side that would be lower.</param>
    /// <param name="high">The side that would be higher.</param>
    public static double PValue(IReadOnlyList<double> low, IReadOnlyList<double> high)
    {
        if (low.Count == 0 || high.Count == 0)
            return 1;
        if (WrongWay(low, high) is { } pairs)
            return PairOrders.AtMost(low.Count, high.Count)[pairs];
        int[] ranks = DoubledRanks([.. high, .. low]);
        int seen = ranks.Take(high.Count).Sum();
        double[] ways = WaysToSum(ranks, high.Count);
        double total = 0, asHigh = 0;
        for (int sum = ways.Length - 1; sum >= 0; sum--)
        {
            total += ways[sum];
            if (sum >= seen)
                asHigh += ways[sum];
        }

        return Math.Min(1, asHigh / total);
    }

    /// <summary>The smallest probability that so many runs can give: that of complete separation.</summary>
    public static double Smallest(int first, int second)
    {
        double ways = 1;
        for (int i = 1; i <= Math.Min(first, second); i++)
            ways *= (double)(Math.Max(first, second) + i) / i;
        return 1 / ways;
    }

    /// <summary>How many pairs are the wrong way round; null where any two values are alike, be it on one side: they could lie on both.</summary>
    private static int? WrongWay(IReadOnlyList<double> low, IReadOnlyList<double> high)
    {
        var seen = new HashSet<double>(low);
        return seen.Count == low.Count && high.All(seen.Add) ? low.Sum(a => high.Count(b => b < a)) : null;
    }

    /// <summary>The ranks of the values, from 2 on: values that are alike share the middle of theirs, which may be a half.</summary>
    private static int[] DoubledRanks(double[] values)
    {
        int[] order = [.. Enumerable.Range(0, values.Length).OrderBy(i => values[i])];
        int[] ranks = new int[values.Length];
        for (int from = 0, to; from < order.Length; from = to)
        {
            for (to = from + 1; to < order.Length && values[order[to]].CompareTo(values[order[from]]) == 0; to++)
            {
            }

            for (int i = from; i < to; i++)
                ranks[order[i]] = from + 1 + to;
        }

        return ranks;
    }

    /// <summary>For each sum, how many choices of so many ranks add up to it.</summary>
    private static double[] WaysToSum(int[] ranks, int chosen)
    {
        int most = ranks.Sum();
        double[][] ways = [.. Enumerable.Range(0, chosen + 1).Select(_ => new double[most + 1])];
        ways[0][0] = 1;
        int reached = 0;
        for (int taken = 0; taken < ranks.Length; taken++)
        {
            int rank = ranks[taken];
            reached += rank;
            for (int count = Math.Min(chosen, taken + 1); count > 0; count--)
            {
                double[] with = ways[count], without = ways[count - 1];
                for (int sum = reached; sum >= rank; sum--)
                    with[sum] += without[sum - rank];
            }
        }

        return ways[chosen];
    }
}

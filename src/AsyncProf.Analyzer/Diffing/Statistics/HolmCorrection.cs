namespace AsyncProf.Diffing.Statistics;

/// <summary>
/// Holm's step-down correction (1979): of several tests together, the probability that any is significant by chance stays below the level, however they depend on each other.
/// </summary>
internal static class HolmCorrection
{
    /// <summary>The adjusted probabilities, in the order of the given ones.</summary>
    public static double[] Adjust(IReadOnlyList<double> pValues)
    {
        var adjusted = new double[pValues.Count];
        double largest = 0;
        int left = pValues.Count;
        foreach (int i in Enumerable.Range(0, pValues.Count).OrderBy(i => pValues[i]))
        {
            largest = Math.Max(largest, Math.Min(1, pValues[i] * left--));
            adjusted[i] = largest;
        }

        return adjusted;
    }
}

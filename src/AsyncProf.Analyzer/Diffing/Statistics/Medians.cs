namespace AsyncProf.Diffing.Statistics;

/// <summary>Medians: of an even number the mean of the two in the middle.</summary>
internal static class Medians
{
    public static double Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values];
        Array.Sort(sorted);
        return OfSorted(sorted);
    }

    public static double OfSorted(IReadOnlyList<double> sorted) => sorted.Count switch
    {
        0 => 0,
        _ => (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2,
    };
}

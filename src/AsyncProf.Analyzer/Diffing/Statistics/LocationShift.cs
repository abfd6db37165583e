namespace AsyncProf.Diffing.Statistics;

/// <summary>
/// By how much one side's runs lie above the other's: the median of all differences between a run here and a run there (Hodges and Lehmann, 1963), with the interval that
/// the exact distribution of ranks gives it.
/// </summary>
/// <param name="Estimate">The median of the differences.</param>
/// <param name="Low">The lower end of the interval; null where there are too few runs for one.</param>
/// <param name="High">The upper end.</param>
internal readonly record struct LocationShift(double Estimate, double? Low, double? High)
{
    /// <summary>The shift from the first to the second.</summary>
    /// <param name="from">The values of one side, at least one.</param>
    /// <param name="to">The values of the other, at least one.</param>
    /// <param name="confidence">How often the interval is to hold the truth, at least.</param>
    public static LocationShift Between(IReadOnlyList<double> from, IReadOnlyList<double> to, double confidence)
    {
        double[] differences = [.. from.SelectMany(a => to.Select(b => b - a))];
        Array.Sort(differences);
        int cut = Outside(from.Count, to.Count, (1 - confidence) / 2);
        return cut == 0
            ? new LocationShift(Medians.OfSorted(differences), null, null)
            : new LocationShift(Medians.OfSorted(differences), differences[cut - 1], differences[^cut]);
    }

    /// <summary>
    /// The median of all ratios between a value there and one here. Over nothing all that is more counts as infinitely more, and nothing as the same: one empty run in five leaves the median where it is.
    /// Null where the median is infinite.
    /// </summary>
    /// <param name="from">The values of one side, at least one; none below 0.</param>
    /// <param name="to">The values of the other, at least one; none below 0.</param>
    public static double? Ratio(IReadOnlyList<double> from, IReadOnlyList<double> to) =>
        Medians.Of([.. from.SelectMany(a => to.Select(b => Of(a, b)))]) is var median && double.IsFinite(median) ? median : null;

    private static double Of(double from, double to) => from > 0 ? to / from : to > 0 ? double.PositiveInfinity : 1;

    /// <summary>Which difference from the end is the interval's end: the largest number that leaves no more than a share outside.</summary>
    private static int Outside(int first, int second, double share) => PairOrders.AtMost(first, second).TakeWhile(outside => outside <= share).Count();
}

using AsyncProf.Diffing.Statistics;

namespace AsyncProf.Diffing;

/// <summary>How one measure differs between the runs of two sides.</summary>
/// <param name="Base">The median of the base's runs.</param>
/// <param name="Head">The median of the head's runs.</param>
/// <param name="Shift">By how much the head lies above the base.</param>
/// <param name="Ratio">The head in parts of the base; null where it is infinitely more: of half the pairs of runs or more only the head has any.</param>
/// <param name="SlowerP">The probability of ranks as high as the head's, were there no difference.</param>
/// <param name="FasterP">The same of ranks as low.</param>
/// <param name="BaseRuns">How many runs of the base have it.</param>
/// <param name="HeadRuns">How many of the head.</param>
internal sealed record MeasureChange(double Base, double Head, LocationShift Shift, double? Ratio, double SlowerP, double FasterP, int BaseRuns, int HeadRuns)
{
    private const double Confidence = 0.95;

    /// <summary>What is compared.</summary>
    public DiffMeasure Measure { get; init; }

    /// <summary>The smaller of both probabilities.</summary>
    public double P => Math.Min(SlowerP, FasterP);

    /// <summary>Compares the values of the runs; there is at least one on each side.</summary>
    public static MeasureChange Of(IReadOnlyList<double> from, IReadOnlyList<double> to) => new(
        Medians.Of(from),
        Medians.Of(to),
        LocationShift.Between(from, to, Confidence),
        LocationShift.Ratio(from, to),
        RankSumTest.PValue(low: from, high: to),
        RankSumTest.PValue(low: to, high: from),
        from.Count,
        to.Count);

    /// <summary>Whether it grew, or shrank, by as much as counts.</summary>
    /// <param name="decision">In which direction.</param>
    /// <param name="threshold">As a share of the base.</param>
    /// <param name="floorNs">In nanoseconds.</param>
    public bool IsLarge(Decision decision, double threshold, double floorNs) => decision == Decision.Regression
        ? Shift.Estimate > 0 && Shift.Estimate >= floorNs && (Ratio is not { } grown || grown - 1 >= threshold)
        : Shift.Estimate < 0 && -Shift.Estimate >= floorNs && Ratio is { } shrunk && 1 - shrunk >= threshold;
}

using System.Globalization;
using AsyncProf.Diffing;
using AsyncProf.Profiles.Durations;
using AsyncProf.Profiles.Text;

namespace AsyncProf.Renderers.Diffs;

/// <summary>How the numbers of a comparison read, the same in every culture.</summary>
internal static class DiffNumbers
{
    /// <summary>Above this a ratio says no more than "many times".</summary>
    private const double MostPercent = 99_999;

    private const double SmallestP = 0.0001;

    /// <summary>How much of what is compared: nanoseconds, or bytes.</summary>
    public static string Amount(double value, DiffMeasure measure) =>
        (long)Math.Round(Math.Clamp(value, -9e18, 9e18)) is var whole && measure == DiffMeasure.Allocated ? SizeText.Of(whole) : DurationText.Of(whole);

    /// <summary>So much more or less.</summary>
    public static string Change(double value, DiffMeasure measure) => Amount(value, measure) is var text && text.StartsWith('-') ? text : text == "0" ? text : "+" + text;

    /// <summary>A change in parts of the base: <c>+51.4 %</c>; <c>from 0</c> where that is infinitely more.</summary>
    public static string Relative(MeasureChange change) => change.Ratio is not { } ratio ? "from 0"
        : (ratio - 1) * 100 is var percent && percent > MostPercent ? $"> +{MostPercent.ToString(CultureInfo.InvariantCulture)} %"
        : percent.ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture) + " %";

    /// <summary>The interval of the shift; a dash where there are too few runs for one.</summary>
    public static string Interval(MeasureChange change) => change.Shift is { Low: { } low, High: { } high } ? $"{Change(low, change.Measure)} … {Change(high, change.Measure)}" : "-";

    /// <summary>A probability.</summary>
    public static string P(double? p) => p switch
    {
        null => "-",
        < SmallestP => "<" + SmallestP.ToString(CultureInfo.InvariantCulture),
        { } value => value.ToString(value < 0.1 ? "0.####" : "0.##", CultureInfo.InvariantCulture),
    };

    /// <summary>How many for each root.</summary>
    public static string Count(double count) => count.ToString(count >= 100 ? "0" : "0.0#", CultureInfo.InvariantCulture);

    /// <summary>How many runs of the base and of the head.</summary>
    public static string Runs(MeasureChange change) => string.Create(CultureInfo.InvariantCulture, $"{change.BaseRuns}/{change.HeadRuns}");

    /// <summary>A share, 0 to 1.</summary>
    public static string Percent(double share) => (share * 100).ToString("0.#", CultureInfo.InvariantCulture) + " %";
}

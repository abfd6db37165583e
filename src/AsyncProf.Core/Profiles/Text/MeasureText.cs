using System.Globalization;
using AsyncProf.Profiles.Data;
using AsyncProf.Profiles.Durations;

namespace AsyncProf.Profiles.Text;

/// <summary>How the numbers of a series read: three significant digits and a unit, the same in every culture.</summary>
internal static class MeasureText
{
    private static readonly string[] Prefixes = ["", "k", "M", "G", "T", "P", "E"];

    /// <summary>A value.</summary>
    /// <param name="value">How much.</param>
    /// <param name="unit">Of what.</param>
    public static string Of(double value, SeriesUnit unit) => unit switch
    {
        SeriesUnit.Bytes => Scaled(value, "B"),
        SeriesUnit.BytesPerSecond => Scaled(value, "B/s"),
        SeriesUnit.Percent => $"{Digits(value)} %",
        SeriesUnit.PerSecond => value >= 1000 ? Scaled(value, "/s") : $"{Digits(value)} /s",
        _ => value >= 1000 ? Scaled(value, "").TrimEnd() : Digits(value),
    };

    private static string Scaled(double value, string unit)
    {
        int prefix = 0;
        for (; value >= 999.5 && prefix < Prefixes.Length - 1; prefix++)
            value /= 1000;
        return $"{Digits(value)} {Prefixes[prefix]}{unit}";
    }

    private static string Digits(double value) =>
        value == Math.Floor(value) && value < 1000 ? value.ToString("0", CultureInfo.InvariantCulture) : ThreeDigits.Of(value);
}

using System.Globalization;

namespace AsyncProf.Profiles.Durations;

/// <summary>How durations read: three significant digits and a unit, the same in every culture.</summary>
internal static class DurationText
{
    public static string Of(long ns) => ns switch
    {
        0 => "0",
        < 0 => "-" + Of(ns == long.MinValue ? long.MaxValue : -ns),
        < 1_000 => $"{ns.ToString(CultureInfo.InvariantCulture)} ns",
        < 999_500 => $"{ThreeDigits.Of(ns / 1e3)} µs",
        < 999_500_000 => $"{ThreeDigits.Of(ns / 1e6)} ms",
        _ => $"{ThreeDigits.Of(ns / 1e9)} s",
    };
}

using System.Globalization;

namespace AsyncProf.Profiles.Durations;

/// <summary>How numbers below 1,000 read: three significant digits, the same in every culture.</summary>
internal static class ThreeDigits
{
    /// <summary>A number, not negative.</summary>
    public static string Of(double value) => value.ToString(value < 9.995 ? "0.00" : value < 99.95 ? "0.0" : "0", CultureInfo.InvariantCulture);
}

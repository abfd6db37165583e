using System.Globalization;

namespace AsyncProf.Fleets;

/// <summary>A moment as <c>--since</c> and <c>--until</c> have it: <c>2026-03-01T12:00:00Z</c>, or how long ago, such as <c>90m</c>, <c>6h</c>, <c>7d</c>.</summary>
internal static class FleetTime
{
    private const double LongestAgo = 366 * 86_400.0;

    private static readonly (string Unit, double Seconds)[] Units = [("s", 1), ("m", 60), ("h", 3600), ("d", 86_400)];

    /// <summary>Reads one.</summary>
    /// <param name="option">What it is the value of, to say so.</param>
    /// <param name="text">The text.</param>
    /// <param name="now">What long ago is counted from, in UTC.</param>
    /// <exception cref="FleetException">It is none.</exception>
    public static DateTime Parse(string option, string text, DateTime now)
    {
        foreach ((string unit, double seconds) in Units)
        {
            if (text.EndsWith(unit, StringComparison.Ordinal) && double.TryParse(text.AsSpan(0, text.Length - unit.Length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double ago) && ago * seconds <= LongestAgo)
                return now.AddSeconds(-ago * seconds);
        }

        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (text.Contains('-', StringComparison.Ordinal) && DateTime.TryParse(text, CultureInfo.InvariantCulture, Utc, out DateTime moment) && moment > DateTime.UnixEpoch)
            return moment;
        throw new FleetException($"{option} must be a time such as 2026-03-01T12:00:00Z, or how long ago, such as 90m, 6h or 7d; it is {text}.");
    }
}

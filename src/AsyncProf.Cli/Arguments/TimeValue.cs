using System.Globalization;
using AsyncProf.Cli.Output;

namespace AsyncProf.Cli.Arguments;

/// <summary>A length of time on the command line: <c>5</c> and <c>5s</c> are seconds, <c>500ms</c>, <c>2m</c>, <c>1h</c>.</summary>
internal static class TimeValue
{
    private static readonly (string Unit, double Seconds)[] Units = [("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600), ("", 1)];

    /// <exception cref="UserError">It is not one.</exception>
    public static TimeSpan? Parse(string option, string? text)
    {
        if (text is null)
            return null;
        (string unit, double seconds) = Units.First(known => text.EndsWith(known.Unit, StringComparison.OrdinalIgnoreCase));
        if (!double.TryParse(text.AsSpan(0, text.Length - unit.Length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value) || value <= 0 || value * seconds > 30 * 86_400)
            throw new UserError($"{option} must be a time such as 5, 500ms or 2m, up to 30 days; it is {text}.");
        return TimeSpan.FromSeconds(value * seconds);
    }
}

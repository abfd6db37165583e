using System.Globalization;
using AsyncProf.Cli.Output;

namespace AsyncProf.Cli.Arguments;

/// <summary>A short time: <c>50us</c>, <c>1.5ms</c>, <c>200ns</c>, <c>1s</c>, <c>0</c>.</summary>
internal static class ShortTimeValue
{
    private static readonly (string Unit, double Ns)[] Units = [("ns", 1), ("us", 1e3), ("µs", 1e3), ("ms", 1e6), ("s", 1e9)];

    /// <summary>Nanoseconds.</summary>
    /// <exception cref="UserError">It is none.</exception>
    public static long? ParseNs(string option, string? text)
    {
        if (text is null)
            return null;
        if (text == "0")
            return 0;
        (string unit, double ns) = Units.FirstOrDefault(known => text.EndsWith(known.Unit, StringComparison.Ordinal), ("", 0));
        if (ns == 0 || !double.TryParse(text.AsSpan(0, text.Length - unit.Length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value) || value * ns > 3600e9)
            throw new UserError($"{option} must be a time such as 50us, 1ms or 0, up to an hour; it is {text}.");
        return (long)(value * ns);
    }
}

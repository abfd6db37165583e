using System.Globalization;
using AsyncProf.Cli.Output;
using AsyncProf.Diffing;

namespace AsyncProf.Cli.Arguments;

/// <summary>The smallest change that counts: a time, or where bytes are compared, so many: <c>512</c>, <c>4KiB</c>, <c>1MiB</c>.</summary>
internal static class FloorValue
{
    private static readonly (string Unit, long Bytes)[] Units = [("KiB", 1L << 10), ("MiB", 1L << 20), ("GiB", 1L << 30), ("B", 1), ("", 1)];

    /// <summary>Nanoseconds, or bytes.</summary>
    /// <exception cref="UserError">It is none.</exception>
    public static long? Parse(string option, string? text, DiffMeasure measure)
    {
        if (text is null || measure != DiffMeasure.Allocated)
            return ShortTimeValue.ParseNs(option, text);
        (string unit, long bytes) = Units.First(known => text.EndsWith(known.Unit, StringComparison.Ordinal));
        if (!double.TryParse(text.AsSpan(0, text.Length - unit.Length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value) || value * bytes > 1L << 40)
            throw new UserError($"{option} must be bytes such as 512, 4KiB or 1MiB, where allocations are compared; it is {text}.");
        return (long)(value * bytes);
    }
}

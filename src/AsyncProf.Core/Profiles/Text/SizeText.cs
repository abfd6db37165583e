using System.Globalization;
using AsyncProf.Profiles.Durations;

namespace AsyncProf.Profiles.Text;

/// <summary>How numbers of bytes read: three significant digits and a unit of 1,024, the same in every culture.</summary>
internal static class SizeText
{
    private static readonly string[] Units = ["B", "KiB", "MiB", "GiB", "TiB"];

    public static string Of(long bytes)
    {
        if (bytes is 0)
            return "0";
        if (bytes < 0)
            return "-" + Of(bytes == long.MinValue ? long.MaxValue : -bytes);
        double value = bytes;
        int unit = 0;
        while (value >= 999.5 && unit < Units.Length - 1)
        {
            value /= 1024;
            unit++;
        }

        return $"{(unit == 0 ? bytes.ToString(CultureInfo.InvariantCulture) : ThreeDigits.Of(value))} {Units[unit]}";
    }
}

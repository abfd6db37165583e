using System.Globalization;
using AsyncProf.Cli.Output;

namespace AsyncProf.Cli.Arguments;

/// <summary>A share as people write it: <c>5%</c> or <c>0.05</c>.</summary>
internal static class ShareValue
{
    private const double Most = 100;

    /// <exception cref="UserError">It is none.</exception>
    public static double? Parse(string option, string? text)
    {
        if (text is null)
            return null;
        bool isPercent = text.EndsWith('%');
        if (!double.TryParse(isPercent ? text.AsSpan(0, text.Length - 1) : text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value)
            || !double.IsFinite(value) || (value /= isPercent ? 100 : 1) > Most)
        {
            throw new UserError($"{option} must be a share such as 5% or 0.05; it is {text}.");
        }

        return value;
    }
}

using System.Globalization;
using AsyncProf.Cli.Output;

namespace AsyncProf.Cli.Arguments;

/// <summary>A share on the command line: <c>0.03</c> or <c>3%</c>.</summary>
internal static class ShareValue
{
    /// <summary>The share, 0.001 to 1; null if there is none.</summary>
    /// <param name="option">The option, for the message.</param>
    /// <param name="text">What stands behind it.</param>
    /// <exception cref="UserError">It is no such share.</exception>
    public static double? Parse(string option, string? text)
    {
        if (text is null)
            return null;
        bool isPercent = text.EndsWith('%');
        if (!double.TryParse(isPercent ? text[..^1] : text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value) || (isPercent ? value / 100 : value) is var share && share is not (>= 0.001 and <= 1))
            throw new UserError($"{option} takes a share from 0.001 to 1, as 0.03 or 3%, and not {text}.");
        return share;
    }
}

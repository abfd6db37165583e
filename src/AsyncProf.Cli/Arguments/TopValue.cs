using System.Globalization;
using AsyncProf.Cli.Output;

namespace AsyncProf.Cli.Arguments;

/// <summary>The value of <c>--top</c>: a number of rows, or a share of them.</summary>
internal static class TopValue
{
    /// <exception cref="UserError">It is neither.</exception>
    public static int Parse(string? text, int rows, int otherwise)
    {
        if (text is null)
            return otherwise;
        bool isShare = text.EndsWith('%');
        if (!double.TryParse(isShare ? text[..^1] : text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value)
            || (isShare ? value > 100 : value != Math.Floor(value) || value > int.MaxValue))
        {
            throw new UserError($"--top must be a number such as 20, or a share such as 10%; it is {text}.");
        }

        return isShare ? (int)Math.Ceiling(rows * value / 100) : (int)value;
    }
}

using System.CommandLine.Parsing;
using System.Globalization;

namespace AsyncProf.Cli.Arguments;

/// <summary>A whole number on the command line, with an error in words: the library's own names the type.</summary>
internal static class NumberValue
{
    public static int Parse(ArgumentResult result)
    {
        string text = result.Tokens is [var token] ? token.Value : "";
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value))
            result.AddError($"{(result.Parent as OptionResult)?.IdentifierToken?.Value} must be a whole number; it is {text}");
        return value;
    }

    /// <summary>The same within bounds.</summary>
    public static Func<ArgumentResult, int?> Between(int least, int most) => result =>
    {
        string text = result.Tokens is [var token] ? token.Value : "";
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= least && value <= most)
            return value;
        result.AddError(FormattableString.Invariant($"{(result.Parent as OptionResult)?.IdentifierToken?.Value} must be a whole number from {least} to {most}; it is {text}"));
        return null;
    };
}

using System.CommandLine;
using System.Text.RegularExpressions;
using AsyncProf.Cli.Output;

namespace AsyncProf.Cli.Arguments;

/// <summary>A regular expression on the command line.</summary>
internal static class RegexValue
{
    public static Option<string> Option(string name, string description) => new(name) { Description = description, HelpName = "REGEX" };

    /// <summary>The expression, which never backtracks, so that no pattern can hang; null if there is none.</summary>
    /// <exception cref="UserError">It is not one.</exception>
    public static Regex? Parse(ParseResult parsed, Option<string> option)
    {
        if (parsed.GetValue(option) is not { } text)
            return null;
        try
        {
            return new Regex(text, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            throw new UserError($"{option.Name} is not a regular expression that can be used here: {exception.Message}");
        }
    }
}

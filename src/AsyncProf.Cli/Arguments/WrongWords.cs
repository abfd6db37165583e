using System.CommandLine;
using System.CommandLine.Parsing;

namespace AsyncProf.Cli.Arguments;

/// <summary>What the library that takes command lines apart lets through, and then fails over or misunderstands.</summary>
internal static class WrongWords
{
    /// <summary>The place of the cursor, in digits that fit a number.</summary>
    private const int MostDigits = 9;

    /// <summary>What is wrong with a command line, in a sentence; null where nothing is.</summary>
    public static string? Find(IReadOnlyList<string> arguments, ParseResult parsed)
    {
        string[] directives = [.. arguments.TakeWhile(word => word is ['[', .., ']'])];
        if (directives.Length > 1 || !Array.TrueForAll(directives, IsKnown))
            return $"{directives[^1]} before the command is not understood. See asyncprof --help.";
        foreach (OptionResult option in parsed.CommandResult.Children.OfType<OptionResult>())
        {
            if (option.Tokens.FirstOrDefault(token => IsOption(token.Value, parsed)) is { } swallowed)
                return $"{option.IdentifierToken?.Value ?? option.Option.Name} needs a value, and {swallowed.Value} is an option. See asyncprof {parsed.CommandResult.Command.Name} --help.";
        }

        return null;
    }

    /// <summary>What shells send to ask for completions.</summary>
    private static bool IsKnown(string directive) =>
        directive is "[suggest]" || (directive.StartsWith("[suggest:", StringComparison.Ordinal) && directive[9..^1] is { Length: > 0 and <= MostDigits } digits && digits.All(char.IsAsciiDigit));

    private static bool IsOption(string word, ParseResult parsed) => word.Length > 1 && word[0] == '-' && parsed.CommandResult.Command.Options.Any(option => option.Name == word || option.Aliases.Contains(word));
}

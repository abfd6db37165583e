using System.CommandLine;
using AsyncProf.Profiles;

namespace AsyncProf.Cli;

/// <summary>Something that the user can put right. It ends in one sentence and exit code 2.</summary>
internal sealed class UserError(string message) : Exception(message)
{
    /// <summary>Exit code of bad usage and of input that cannot be read.</summary>
    public const int ExitCode = 2;

    /// <summary>Runs a command. Errors of the user's become their sentence; a bug keeps its stack trace.</summary>
    public static int Guard(ParseResult parsed, Action command) => GuardAsync(
        parsed,
        () =>
        {
            command();
            return Task.CompletedTask;
        }).GetAwaiter().GetResult();

    /// <inheritdoc cref="Guard"/>
    public static async Task<int> GuardAsync(ParseResult parsed, Func<Task> command)
    {
        try
        {
            await command();
            return 0;
        }
        catch (UserError error)
        {
            parsed.InvocationConfiguration.Error.WriteLine($"asyncprof: {PlainText.Printable(error.Message)}");
            return ExitCode;
        }
    }
}

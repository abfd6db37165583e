namespace AsyncProf.Cli.Output;

/// <summary>Something that the user can put right. It ends in one sentence and an exit code.</summary>
/// <param name="message">The sentence: which option or file, what was found, what to do.</param>
/// <param name="exitCode">The exit code.</param>
/// <param name="cause">What it comes of; null where there is nothing to know.</param>
internal sealed class UserError(string message, int exitCode = UserError.BadUsage, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>Exit code of bad usage and of input that cannot be read.</summary>
    public const int BadUsage = 2;

    /// <summary>Exit code where a command was to be launched and it is this tool that failed, as <c>env</c> and <c>timeout</c> have it.</summary>
    public const int NotLaunched = 125;

    public int ExitCode { get; } = exitCode;

    /// <summary>Runs a command that ends well or in an error of the user's; a bug keeps its stack trace.</summary>
    public static int Guard(CliConsole console, Action command) => GuardAsync(
        console,
        () =>
        {
            command();
            return Task.FromResult(0);
        }).GetAwaiter().GetResult();

    /// <inheritdoc cref="Guard"/>
    public static async Task<int> GuardAsync(CliConsole console, Func<Task<int>> command)
    {
        try
        {
            return await command();
        }
        catch (UserError error)
        {
            console.Say(error.Message);
            return error.ExitCode;
        }
    }
}

using System.CommandLine;
using AsyncProf.Cli.Arguments;
using AsyncProf.Cli.Output;

namespace AsyncProf.Cli.Commands;

/// <summary><c>asyncprof</c>: all commands. Without one it shows its help, as <c>--help</c> does.</summary>
internal static class AsyncProfCommand
{
    /// <summary>The tool with all its commands.</summary>
    public static RootCommand Create(CliConsole console) => new("AsyncProf: an async-aware profiler for .NET.")
    {
        ReportCommand.Create(console), ExportCommand.Create(console), ViewCommand.Create(console), RecordCommand.Create(console), DiffCommand.Create(console), PsCommand.Create(console),
        CompareCommand.Create(console), DumpCommand.Create(console), RescueCommand.Create(console), TopCommand.Create(console),
    };

    /// <summary>Runs a command line to its end; returns the exit code.</summary>
    public static async Task<int> RunAsync(string[] arguments, CliConsole console)
    {
        RootCommand root = Create(console);
        var configuration = new InvocationConfiguration { Output = console.Output, Error = console.Errors, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
        root.SetAction(_ => root.Parse("--help").Invoke(configuration));
        ParseResult parsed = root.Parse(arguments);
        if (WrongWords.Find(arguments, parsed) is { } wrong)
        {
            console.Say(wrong);
            return UserError.BadUsage;
        }

        if (parsed.Errors.Count == 0)
            return await parsed.InvokeAsync(configuration);

        // One sentence, not a page of help.
        string error = string.Join(' ', parsed.Errors[0].Message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).TrimEnd('.');
        console.Say($"{error}. See {(parsed.CommandResult.Command == root ? "asyncprof" : $"asyncprof {parsed.CommandResult.Command.Name}")} --help.");
        return UserError.BadUsage;
    }
}

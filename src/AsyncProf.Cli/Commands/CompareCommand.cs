using System.CommandLine;
using AsyncProf.Cli.Output;
using AsyncProf.Cli.Runs;

namespace AsyncProf.Cli.Commands;

/// <summary><c>asyncprof compare</c>: runs two builds in turns and compares them.</summary>
internal static class CompareCommand
{
    /// <param name="console">Where it was called.</param>
    /// <param name="compare">Compares the runs in two folders, base and head; returns the exit code.</param>
    public static Command Create(CliConsole console, Func<string, string, int> compare)
    {
        var options = new CompareOptions();
        var command = new Command(
            "compare",
            "Runs two builds in turns (base, head, head, base, …), records each run, and compares them.\n\nExample: asyncprof compare --runs 7 -d 5 --base 'dotnet base/Shop.dll --demo' --head 'dotnet head/Shop.dll --demo'");
        options.AddTo(command);
        command.SetAction((parsed, _) => UserError.GuardAsync(console, () => CompareJob.RunAsync(options.Read(parsed), console, compare)));
        return command;
    }
}

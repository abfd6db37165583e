using System.CommandLine;
using AsyncProf.Cli.Diffing;
using AsyncProf.Cli.Output;

namespace AsyncProf.Cli.Commands;

/// <summary><c>asyncprof diff BASE HEAD</c>: which async methods got slower between two builds, with an exit code for a gate.</summary>
internal static class DiffCommand
{
    public static Command Create(CliConsole console)
    {
        var options = new DiffCommandOptions();
        var command = new Command(
            "diff",
            "Tells which async methods got slower between two builds. Several recordings a side, each of a run of its own, make it a gate: exit code 0 for no regression, 1 for a regression, 2 for bad input, 3 where nothing can be compared or proved.\n\nExample: asyncprof diff base/ head/ -o diff.html\n         asyncprof diff --from http://localhost:16686 --base service=shop,version=1.4 --head service=shop,version=1.5");
        options.AddTo(command);
        command.SetAction((parsed, stop) => UserError.GuardAsync(console, () => DiffJob.RunAsync(options.Read(parsed, console), console, stop)));
        return command;
    }
}

using System.CommandLine;
using AsyncProf.Cli.Diffing;
using AsyncProf.Cli.Output;
using AsyncProf.Cli.Runs;

namespace AsyncProf.Cli.Commands;

/// <summary><c>asyncprof compare</c>: runs two builds in turns and compares them.</summary>
internal static class CompareCommand
{
    private const string Page = "diff.html";

    public static Command Create(CliConsole console)
    {
        var options = new CompareOptions();
        var gate = new GateOptions();
        var command = new Command(
            "compare",
            "Runs two builds in turns (base, head, head, base, …), records each run, and compares them as diff does, with its exit codes.\n\nExample: asyncprof compare --runs 7 -d 5 --base 'dotnet base/Shop.dll --demo' --head 'dotnet head/Shop.dll --demo'");
        options.AddTo(command);
        gate.AddTo(command);
        command.SetAction((parsed, _) => UserError.GuardAsync(console, () =>
        {
            DiffRequest comparison = gate.Read(parsed, console, [], []); // what is wrong with it is said before anything runs
            return CompareJob.RunAsync(options.Read(parsed, comparison.Options.Measure), console, (baseFolder, headFolder, folder) =>
                DiffJob.Run(comparison with { Base = [baseFolder], Head = [headFolder], Output = Path.Combine(folder, Page), Force = true }, console));
        }));
        return command;
    }
}

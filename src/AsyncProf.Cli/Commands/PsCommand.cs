using System.CommandLine;
using System.Globalization;
using AsyncProf.Cli.Output;
using AsyncProf.Recording;

namespace AsyncProf.Cli.Commands;

/// <summary><c>asyncprof ps</c>: the .NET processes, and how each can be recorded.</summary>
internal static class PsCommand
{
    /// <summary>One process that does not answer, and be it another user's on purpose, must not hide the others.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public static Command Create(CliConsole console)
    {
        var command = new Command("ps", "Lists the .NET processes with their runtime, and how each can be recorded, or why not.\n\nExample: asyncprof ps");
        command.SetAction((_, _) => UserError.GuardAsync(console, () => RunAsync(console)));
        return command;
    }

    private static async Task<int> RunAsync(CliConsole console)
    {
        console.List($"{"pid",8}  {"runtime",-9} {"how",-17} name");
        (TargetProcess Target, Task<RecordingSupport> Asked)[] all = [.. TargetProcess.All().Select(target => (target, Task.Run(() => RecordingSupport.OfAsync(target))))];
        await Task.WhenAny(Task.WhenAll(all.Select(one => one.Asked)), Task.Delay(Patience));
        foreach ((TargetProcess target, Task<RecordingSupport> asked) in all)
            console.List(RowOf(target, asked.IsCompleted ? await asked : new RecordingSupport("?", "?", string.Create(CultureInfo.InvariantCulture, $"has not answered within {Patience.TotalSeconds:0} s"))));
        return 0;
    }

    /// <summary>A process as one line. All that is known of it is its own word.</summary>
    internal static string RowOf(TargetProcess target, RecordingSupport support) =>
        string.Create(CultureInfo.InvariantCulture, $"{target.Pid,8}  {support.Runtime,-9} {support.How,-17} {target.Name}{(support.Why.Length == 0 ? "" : "  " + support.Why)}");
}

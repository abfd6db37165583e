using System.CommandLine;
using AsyncProf.Cli.Output;
using AsyncProf.Exporters;
using AsyncProf.Heap;
using AsyncProf.Heap.Stacks;
using AsyncProf.Recording;
using AsyncProf.Renderers;

namespace AsyncProf.Cli.Commands;

/// <summary><c>asyncprof dump</c>: what the async operations of a process wait for now, whether or not it was recorded when they began.</summary>
internal static class DumpCommand
{
    public static Command Create(CliConsole console)
    {
        var options = new DumpOptions();
        var command = new Command(
            "dump",
            "Shows the pending logical stacks of a process at this moment, from its heap: every async operation that has not ended, who awaits it, and what it waits for. The process stands still for some tens of milliseconds.\n\nExample: asyncprof dump --pid 4711");
        options.AddTo(command);
        command.SetAction((parsed, _) => UserError.GuardAsync(console, () => RunAsync(options.Read(parsed), console)));
        return command;
    }

    private static async Task<int> RunAsync(DumpRequest request, CliConsole console)
    {
        try
        {
            (PendingDump dump, string name) = await ReadAsync(request, console);
            Show(dump, name, request, console);
            return 0;
        }
        catch (Exception exception) when (exception is HeapException or RecordingException)
        {
            throw new UserError(exception.Message);
        }
    }

    /// <summary>Writes a dump as it was asked for.</summary>
    internal static void Show(PendingDump dump, string name, DumpRequest request, CliConsole console)
    {
        if (request.IsJson)
            console.WriteBytes(output => PendingJson.Write(dump, name, output));
        else
            console.Output.Write(PendingText.Render(dump, name, DumpOptions.Top(request, dump.Stacks.Count), request.ShowAll));
    }

    private static async Task<(PendingDump Dump, string Name)> ReadAsync(DumpRequest request, CliConsole console)
    {
        if (request.Core is { } core)
            return (PendingReader.ReadCore(Path.Combine(console.Folder, core), request.Memory, request.FindsUnreachable), Path.GetFileName(core));
        TargetProcess target = NamedProcess.Of(request.Pid, request.Name);
        return (await PendingReader.ReadAsync(target.Pid, request.Memory, request.FindsUnreachable), FormattableString.Invariant($"{target.Name} ({target.Pid})"));
    }
}

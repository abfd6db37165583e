using System.CommandLine;
using AsyncProf.Cli.Output;
using AsyncProf.Exporters;
using AsyncProf.Heap;
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
            (HeapAnswer answer, string name) = await ReadAsync(request, console);
            Show(answer, name, request, console);
            return 0;
        }
        catch (Exception exception) when (exception is HeapException or RecordingException)
        {
            throw new UserError(exception.Message);
        }
    }

    /// <summary>Writes a dump as it was asked for.</summary>
    internal static void Show(HeapAnswer answer, string name, DumpRequest request, CliConsole console)
    {
        if (request.IsJson)
            console.WriteBytes(output => PendingJson.Write(answer.Pending, name, output, answer.Kept));
        else if (answer.Kept is { } kept)
            console.Output.Write(KeptText.Render(kept, answer.Pending, name, stacks => DumpOptions.Top(request, stacks), request.ShowAll));
        else
            console.Output.Write(PendingText.Render(answer.Pending, name, DumpOptions.Top(request, answer.Pending.Stacks.Count), request.ShowAll));
    }

    private static async Task<(HeapAnswer Answer, string Name)> ReadAsync(DumpRequest request, CliConsole console)
    {
        if (request.Core is { } core)
            return (PendingReader.ReadCore(Path.Combine(console.Folder, core), request.Memory, request.Question), Path.GetFileName(core));
        TargetProcess target = NamedProcess.Of(request.Pid, request.Name);
        if (SuspendedProcess.Explain(target) is { } sentence)
            throw new UserError(sentence);
        return (await PendingReader.ReadAsync(target.Pid, request.Memory, request.Question), FormattableString.Invariant($"{target.Name} ({target.Pid})"));
    }
}

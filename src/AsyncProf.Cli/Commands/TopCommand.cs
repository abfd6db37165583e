using System.CommandLine;
using AsyncProf.Cli.Output;
using AsyncProf.Cli.Top;
using AsyncProf.Live;
using AsyncProf.Recording;

namespace AsyncProf.Cli.Commands;

/// <summary><c>asyncprof top</c>: what the async methods of a running process do, second by second.</summary>
internal static class TopCommand
{
    public static Command Create(CliConsole console)
    {
        var options = new TopOptions();
        var command = new Command("top", "Shows what the async methods and the requests of a running process do, second by second.\n\nExample: asyncprof top --pid 4711\n         asyncprof top --name Shop -d 10 --plain");
        options.AddTo(command);
        command.SetAction((parsed, _) => UserError.GuardAsync(console, () => RunAsync(options.Read(parsed), console)));
        return command;
    }

    private static async Task<int> RunAsync(TopRequest request, CliConsole console)
    {
        using var signals = new StopSignals();
        try
        {
            TargetProcess target = NamedProcess.Of(request.Pid, request.Name);
            if (SuspendedProcess.Explain(target) is { } sentence)
                throw new UserError(sentence);
            await using LiveSession session = await LiveSession.StartAsync(target, request.Source, request.Interval, console.Say, signals.Token);
            await new TopJob(request, console).RunAsync(session, signals.Token);
            return 0;
        }
        catch (RecordingException exception)
        {
            throw new UserError(exception.Message);
        }
        catch (OperationCanceledException) when (signals.Token.IsCancellationRequested)
        {
            return 0;
        }
    }
}

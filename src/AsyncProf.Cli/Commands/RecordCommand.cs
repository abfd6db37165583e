using System.CommandLine;
using AsyncProf.Cli.Output;
using AsyncProf.Cli.Recording;
using AsyncProf.Cli.Runs;
using AsyncProf.Recording;

namespace AsyncProf.Cli.Commands;

/// <summary><c>asyncprof record</c>: attaches to a running process, or launches a command, and writes what its tasks do.</summary>
internal static class RecordCommand
{
    public static Command Create(CliConsole console)
    {
        var options = new RecordOptions();
        var command = new Command(
            "record",
            "Records what the tasks of a .NET process do, without changing its code.\n\nExample: asyncprof record --pid 4711 -d 10 -o shop.html\n         asyncprof record -o shop.html -- dotnet run -c Release\n         asyncprof record --name Shop --otlp-endpoint http://localhost:4318");
        options.AddTo(command);
        command.SetAction((parsed, _) => UserError.GuardAsync(console, async () =>
        {
            try
            {
                RunCount? count = options.ReadRuns(parsed);
                RecordRequest request = options.Read(parsed);
                return count is null ? await RunAsync(request, console) : await RunSeveralAsync(request, count, console);
            }
            catch (UserError error) when (options.IsLaunch(parsed))
            {
                throw new UserError(error.Message, UserError.NotLaunched); // other codes are the command's
            }
        }));
        return command;
    }

    private static async Task<int> RunAsync(RecordRequest request, CliConsole console)
    {
        using var signals = new StopSignals();
        var job = new RecordJob(request, console) { GivesUp = signals.Token };
        try
        {
            if (request.IsLaunch)
                return await LaunchJob.RunAsync(request, job, signals);
            TargetProcess target = NamedProcess.Of(request.Pid, request.Name);
            await job.RunAsync(await StartAsync(target, request, job, signals.Token), signals.Token);
            return 0;
        }
        catch (RecordingException exception)
        {
            throw new UserError(exception.Message);
        }
        catch (OperationCanceledException) when (signals.Token.IsCancellationRequested)
        {
            throw new UserError("Stopped before the recording had begun.");
        }
    }

    /// <summary>One that waits at its start would send nothing, and has to be let run knowingly: whoever made it wait may not be done.</summary>
    private static Task<StartedRecording> StartAsync(TargetProcess target, RecordRequest request, RecordJob job, CancellationToken stop)
    {
        if (request.Resumes)
            return SuspendedProcess.StartAsync(target, request.Source, request.Wishes, request.TakesSamples, job.Warn, stop);
        return SuspendedProcess.Explain(target) is { } sentence
            ? throw new UserError(sentence)
            : StartedRecording.StartAsync(target, request.Source, isLaunched: false, job.Warn, wishes: request.Wishes, samples: request.TakesSamples, cancellationToken: stop);
    }

    private static async Task<int> RunSeveralAsync(RecordRequest request, RunCount count, CliConsole console)
    {
        var side = new RunSide(null, request, RunFiles.For(request.Output, count.Runs, request.Force));
        using var signals = new StopSignals();
        return await new RunSeries([side], count, console).RunAsync(signals);
    }
}

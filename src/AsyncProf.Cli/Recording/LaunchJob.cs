using AsyncProf.Cli.Output;
using AsyncProf.Recording;

namespace AsyncProf.Cli.Recording;

/// <summary>Launches a command and records it, and what it starts.</summary>
internal static class LaunchJob
{
    /// <summary>
    /// Records until the command ends; returns its exit code. Ctrl+C reaches it through the terminal; what is sent to us alone is passed on. One run of
    /// several ends with its time, and so does a command that is to be stopped; then the code is 0: the command ended because it was asked to. Any other goes on when the time is up, which is said.
    /// </summary>
    /// <exception cref="RecordingException">It cannot be launched.</exception>
    /// <exception cref="UserError">Nothing could be recorded.</exception>
    public static async Task<int> RunAsync(RecordRequest request, RecordJob job, StopSignals signals)
    {
        await using LaunchedProcess launched = LaunchedProcess.Start(request.Command, new LaunchOptions(request.Source, request.Subprocesses, job.Warn) { Wishes = request.Wishes, TakesSamples = request.TakesSamples, Output = request.CommandOutput, Rescuer = OwnProgram.With(OwnProgram.Rescue) });
        using CancellationTokenRegistration passing = signals.Token.Register(() =>
        {
            if (signals.First is { } signal)
                launched.PassOn(signal);
        });
        using var over = new CancellationTokenSource();
        using var appCame = new CancellationTokenSource();
        var isWanted = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<int> ending = launched.WaitAsync();
        Task? provisional = null;
        var recordings = new List<Task>();
        bool wasAskedToEnd = false;
        await foreach (StartedRecording started in launched.Recordings.ReadAllAsync())
        {
            if (started.IsProvisional)
            {
                provisional = job.RunAsync(started, appCame.Token, isWanted.Task);
                continue;
            }

            // The one before was dotnet itself, and this is the app.
            isWanted.TrySetResult(false);
            await appCame.CancelAsync();
            await (provisional ?? Task.CompletedTask);
            recordings.Add(RecordAsync(started));
        }

        int code = await ending;
        isWanted.TrySetResult(true);
        if (request.Subprocesses)
            await over.CancelAsync(); // what outlives the command is not waited for
        await Task.WhenAll([provisional ?? Task.CompletedTask, .. recordings]);
        return recordings.Count > 0 || provisional is not null
            ? wasAskedToEnd ? 0 : code
            : throw new UserError($"{request.Command[0]} ended and had started no .NET process that can be recorded.");

        async Task RecordAsync(StartedRecording started)
        {
            bool isRunning = true; // also if its file cannot be written
            try
            {
                isRunning = await job.RunAsync(started, over.Token);
            }
            finally
            {
                wasAskedToEnd = isRunning && (request.IsOneRun || request.StopsCommand);
                if (wasAskedToEnd)
                    await launched.EndAsync(started.Target);
                else if (isRunning && request.Duration is not null && !ending.IsCompleted)
                    job.Tell(FormattableString.Invariant($"{started.Target.Name} ({started.Target.Pid}) goes on; Ctrl+C or kill {launched.Pid} ends it, --stop-command would have."));
            }
        }
    }
}

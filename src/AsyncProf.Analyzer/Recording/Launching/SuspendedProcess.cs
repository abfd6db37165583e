using AsyncProf.Events.Batches;
using AsyncProf.Recording.Launching;
using AsyncProf.Recording.Processes;
using AsyncProf.Recording.Runtimes;

namespace AsyncProf.Recording;

/// <summary>Records a process that waits at its start and that nobody lets run: from its first instruction, as one that was launched.</summary>
internal static class SuspendedProcess
{
    private const byte ResumeRuntime = 1;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>What to say of a process that waits, where it is not to be let run; null if it does not wait.</summary>
    /// <param name="target">The process.</param>
    public static string? Explain(TargetProcess target)
    {
        ArgumentNullException.ThrowIfNull(target);
        return SuspendedStart.Of(target.Pid) is { } start
            ? FormattableString.Invariant($"Process {target.Pid} waits at its start {Where(start)}: asyncprof record --pid {target.Pid} --resume records it from its first instruction and lets it run.")
            : null;
    }

    /// <summary>Begins to record it, and lets it run.</summary>
    /// <param name="target">The process.</param>
    /// <param name="source">The event source.</param>
    /// <param name="wishes">What is wished of an agent.</param>
    /// <param name="samples">Whether threads are sampled, too.</param>
    /// <param name="warn">Gets a sentence where something other than what was asked for is done.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RecordingException">It does not wait, or cannot be recorded; it waits on then.</exception>
    public static async Task<StartedRecording> StartAsync(TargetProcess target, RecordingSource source, SessionWishes wishes, bool samples, Action<string> warn, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(target);
        SuspendedStart start = SuspendedStart.Of(target.Pid) ?? throw new RecordingException(FormattableString.Invariant($"Process {target.Pid} does not wait at its start: record it without --resume."));
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            return start.Port is { } port ? await AtPortAsync(target, port, source, wishes, samples, warn, patience.Token) : await AtItsOwnAsync(target, source, wishes, samples, warn, patience.Token);
        }
        catch (Exception exception) when (exception is RuntimeException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new RecordingException(FormattableString.Invariant($"Process {target.Pid} waits at its start {Where(start)} and does not answer there."), exception);
        }
    }

    private static async Task<StartedRecording> AtPortAsync(TargetProcess target, string path, RecordingSource source, SessionWishes wishes, bool samples, Action<string> warn, CancellationToken cancellationToken)
    {
        if (!ProcFiles.IsOurUsers(target.Pid))
            throw new RecordingException(FormattableString.Invariant($"Process {target.Pid} is another user's and says itself which path is to be opened for it ({path}): run asyncprof as that user."));
        if (ProcFiles.HasOwnRoot(target.Pid))
            throw new RecordingException(FormattableString.Invariant($"Process {target.Pid} has files of its own: run asyncprof where it lives (nsenter --mount --target {target.Pid})."));
        await using var port = LaunchPort.Adopt(path);
        while (true)
        {
            using WaitingRuntime runtime = await port.Arrivals.ReadAsync(cancellationToken);
            if (runtime.Pid != target.Pid)
                continue; // another that waits for the same port; it comes again
            StartedRecording started = await StartedRecording.StartAsync(target, source, isLaunched: true, warn, wishes: wishes, samples: samples, cancellationToken: cancellationToken);
            await PortVariable.TakeFromAsync(target.Pid, path);
            if (await runtime.TryResumeAsync())
                return started;
            started.Dispose();
            throw new RuntimeException(RuntimeFault.Broken, "it does not go on");
        }
    }

    private static async Task<StartedRecording> AtItsOwnAsync(TargetProcess target, RecordingSource source, SessionWishes wishes, bool samples, Action<string> warn, CancellationToken cancellationToken)
    {
        StartedRecording started = await StartedRecording.StartAsync(target, source, isLaunched: true, warn, wishes: wishes, samples: samples, cancellationToken: cancellationToken);
        try
        {
            await new RuntimeClient(target.Pid).SendAsync(new RuntimeMessage(RuntimeMessage.ProcessCommands, ResumeRuntime), cancellationToken);
            return started;
        }
        catch
        {
            started.Dispose();
            throw;
        }
    }

    private static string Where(SuspendedStart start) => start.Port is { } port ? $"for a program that listens at {port}" : "until a diagnostic tool lets it run";
}

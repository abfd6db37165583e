using AsyncProf.Events;
using AsyncProf.Recording;
using AsyncProf.Recording.Attaching;
using AsyncProf.Recording.Runtimes;

namespace AsyncProf.Live;

/// <summary>A recording of a process that is looked at while it comes and then forgotten: without a rundown, for which a process would have to stop for a moment at the end.</summary>
internal sealed class LiveRecorder : IDisposable
{
    /// <summary>How long an agent that was loaded may take to say hello: it is compiled first, by a process that may be very busy.</summary>
    private static readonly TimeSpan Greeting = TimeSpan.FromSeconds(5);

    private readonly StartedRecording? _started;
    private readonly TargetProcess _target;

    private LiveRecorder(TargetProcess target, string runtime, IRecorder recorder, StartedRecording? started) =>
        (_target, Runtime, Recorder, _started) = (target, runtime, recorder, started);

    /// <summary>The version of the process's runtime; empty where it does not say.</summary>
    public string Runtime { get; }

    /// <summary>What writes the stream.</summary>
    public IRecorder Recorder { get; }

    /// <summary>Begins; events wait for <see cref="WriteAsync"/>.</summary>
    /// <param name="target">The process.</param>
    /// <param name="source">The event source. By itself it is EventPipe, but the agent on .NET 8 and on .NET 11, where the runtime's events tell the half.</param>
    /// <param name="warn">Gets a sentence where something other than what was asked for is done.</param>
    /// <param name="cancellationToken">Gives up waiting for the process.</param>
    /// <exception cref="RecordingException">It cannot be looked at.</exception>
    public static async Task<LiveRecorder> StartAsync(TargetProcess target, RecordingSource source, Action<string> warn, CancellationToken cancellationToken)
    {
        RuntimeInfo? runtime = await RuntimeQuery.AskAsync(target.Pid);
        if (RecordingChoice.Impossible(target) is { } impossible)
            throw new RecordingException(impossible);
        bool hasDispatches = runtime is { HasDispatches: true };
        if (source == RecordingSource.Auto && hasDispatches && AgentInjector.Refusal(target, runtime) is null)
            source = RecordingSource.Agent;
        string version = runtime?.Version ?? "";
        if (RecordingChoice.Of(target, runtime, source, isLaunched: false, warn) == RecordingSource.Agent)
        {
            StartedRecording started = await StartedRecording.StartAsync(target, RecordingSource.Agent, isLaunched: false, warn, cancellationToken: cancellationToken);
            return new LiveRecorder(target, version, started.Recorder, started);
        }

        if (hasDispatches)
            warn(FormattableString.Invariant($"Process {target.Pid} runs on .NET {version}: methods that its runtime suspends itself are not shown without the agent."));
        return new LiveRecorder(target, version, await EventPipeRecorder.StartAsync(target, SessionRequests.Window, cancellationToken), null);
    }

    /// <summary>Writes the stream while it comes; returns when it has begun.</summary>
    /// <exception cref="RecordingException">An agent was loaded and does not answer.</exception>
    public async Task WriteAsync(Stream stream, CancellationToken stop)
    {
        Recorder.Write(stream);
        if (_started is null)
            return;
        await Task.WhenAny(Recorder.Hello, Recorder.Completion, Task.Delay(Greeting, stop));
        if (!Recorder.Hello.IsCompleted && !Recorder.Completion.IsCompleted && !stop.IsCancellationRequested)
            throw new RecordingException(FormattableString.Invariant($"The agent in process {_target.Pid} does not answer: use --source eventpipe."));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Recorder.Dispose();
        _started?.Dispose();
    }
}

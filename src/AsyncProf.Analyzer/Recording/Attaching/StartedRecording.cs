using AsyncProf.Decoding;
using AsyncProf.Decoding.Series;
using AsyncProf.Decoding.Stacks;
using AsyncProf.Events;
using AsyncProf.Events.Batches;
using AsyncProf.Recording.Attaching;
using AsyncProf.Recording.Bursts;
using AsyncProf.Recording.Gpus;
using AsyncProf.Recording.Processes;
using AsyncProf.Recording.Runtimes;

namespace AsyncProf.Recording;

/// <summary>A recording that has begun, and waits for a file.</summary>
internal sealed class StartedRecording : IDisposable
{
    /// <summary>What is added to the name of a recording for the list of modules that is kept beside it until its normal end.</summary>
    public const string ModulesExtension = DiskModules.ListExtension;

    /// <summary>How long an agent that was loaded may take to say hello: it is compiled first, by a process that may be very busy.</summary>
    private static readonly TimeSpan Greeting = TimeSpan.FromSeconds(5);

    private readonly AgentFiles? _files;
    private readonly RuntimeInfo? _runtime;
    private readonly bool _isLaunched;
    private bool _samples;
    private SessionWishes _wishes = SessionWishes.None;
    private ModuleList? _modules;
    private StackBursts? _bursts;
    private GpuSampler? _gpus;

    private StartedRecording(TargetProcess target, RuntimeInfo? runtime, IRecorder recorder, AgentFiles? files, bool isLaunched)
    {
        (Target, Recorder, _runtime, _files, _isLaunched) = (target, recorder, runtime, files, isLaunched);
    }

    /// <summary>The process.</summary>
    public TargetProcess Target { get; }

    /// <summary>What writes it.</summary>
    public IRecorder Recorder { get; private set; }

    /// <summary>Whether it counts only if nothing better comes: the process is <c>dotnet</c> itself, which may start what is meant.</summary>
    public bool IsProvisional { get; init; }

    /// <summary>Whether stacks are looked at now and then, where the source tells names that several methods have.</summary>
    public bool TakesStacks { get; set; } = true;

    /// <summary>Begins to record a process.</summary>
    /// <param name="target">The process.</param>
    /// <param name="source">The event source.</param>
    /// <param name="isLaunched">Whether it waits for us before its first instruction, so that nothing need be missed.</param>
    /// <param name="warn">Gets a sentence where something other than what was asked for is done.</param>
    /// <param name="isProvisional">See <see cref="IsProvisional"/>.</param>
    /// <param name="wishes">What is wished of an agent; null for nothing.</param>
    /// <param name="samples">Whether threads are sampled, too.</param>
    /// <param name="cancellationToken">Gives up waiting for the process.</param>
    /// <exception cref="RecordingException">It cannot be recorded.</exception>
    public static async Task<StartedRecording> StartAsync(
        TargetProcess target, RecordingSource source, bool isLaunched, Action<string> warn, bool isProvisional = false, SessionWishes? wishes = null, bool samples = false, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(warn);
        RuntimeInfo? runtime = await RuntimeQuery.AskAsync(target.Pid);
        if (RecordingChoice.Impossible(target) is { } impossible)
            throw new RecordingException(impossible);
        source = RecordingChoice.Of(target, runtime, source, isLaunched, warn);
        if (wishes is { Waits: true } && Waits.Missing(target, runtime) is { } untold)
        {
            if (!isLaunched)
                throw new RecordingException($"{untold}.");
            if (!isProvisional)
                warn($"{untold}, so it is recorded without."); // the command runs, and may not be run again so soon
            wishes = wishes with { Waits = false };
        }

        if (samples && !isLaunched && Sampling.Cost(target) is { } cost)
            warn(cost);
        if (source == RecordingSource.EventPipe && runtime is { HasDispatches: true } && isLaunched && !isProvisional)
            warn(FormattableString.Invariant($"Process {target.Pid} is recorded without an agent: what methods compiled with runtime-async did last may be missing if it ends by itself."));
        if (source == RecordingSource.EventPipe)
            return new StartedRecording(target, runtime, await StartRuntimeAsync(target, runtime, isProvisional ? null : wishes, samples, cancellationToken), null, isLaunched) { IsProvisional = isProvisional, _wishes = wishes ?? SessionWishes.None, _samples = samples };
        AgentFiles files = AgentFiles.For(target.Pid);
        try
        {
            await AgentInjector.InjectAsync(target, files.Hook);
        }
        catch (RecordingException exception) when (exception.InnerException is RuntimeException { Fault: not RuntimeFault.Broken })
        {
            files.Dispose(); // it was told that nothing is loaded; otherwise that may still come
            throw;
        }

        return new StartedRecording(target, runtime, await EventPipeRecorder.StartAsync(target, source, runtime, cancellationToken, wishes, samples), files, isLaunched)
        {
            IsProvisional = isProvisional,
            _wishes = wishes ?? SessionWishes.None,
            _samples = samples,
        };
    }

    /// <summary>Begins to record the runtime's own events, all of them or in windows.</summary>
    private static async Task<IRecorder> StartRuntimeAsync(TargetProcess target, RuntimeInfo? runtime, SessionWishes? wishes, bool samples, CancellationToken cancellationToken)
    {
        if (wishes is null or { Budget: >= 1 })
            return await EventPipeRecorder.StartAsync(target, RecordingSource.EventPipe, runtime, cancellationToken, wishes, samples);
        return runtime is { HasDispatches: true }
            ? throw new RecordingException(FormattableString.Invariant($"Process {target.Pid} runs on .NET {runtime.Version}, which tells what methods do that it suspends itself only to who listens all the time: --budget needs the agent there."))
            : await WindowedRecorder.StartAsync(target, wishes.Budget, cancellationToken);
    }

    /// <summary>Writes to a file. Where an agent was loaded and does not answer, the runtime's own events are recorded instead, from the beginning of the file.</summary>
    /// <param name="file">Where it goes; it stays open.</param>
    /// <param name="warn">Gets a sentence if that happens.</param>
    /// <param name="stop">Ends the recording meanwhile.</param>
    /// <exception cref="RecordingException">That cannot be done either.</exception>
    public async Task WriteAsync(FileStream file, Action<string> warn, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(warn);
        Recorder.Write(file);
        _gpus = IsProvisional ? null : GpuSampler.Start(Target.Pid);
        if (Recorder.Source != RecordingSource.Agent)
        {
            if (!_isLaunched)
                _modules = await ModuleList.WriteAsync(Target.Pid, file.Name);
            if (TakesStacks && !IsProvisional && Recorder is EventPipeRecorder) // in windows, they would be taken in pauses as well, and paid by nobody
                _bursts = StackBursts.Start(Target.Pid, isStarting: _isLaunched);
            return;
        }

        await Task.WhenAny(Recorder.Hello, Recorder.Completion, Task.Delay(Greeting, stop));
        if (Recorder.Hello.IsCompleted)
            _files?.Dispose(); // all of it is loaded
        if (Recorder.Hello.IsCompleted)
            WarnOfUnmet(warn);

        if (Recorder.Hello.IsCompleted || Recorder.Completion.IsCompleted || stop.IsCancellationRequested)
            return;
        await Recorder.StopAsync();
        Recorder.Dispose();
        if (_runtime is { CanRecordWithoutStacks: false })
            throw new RecordingException(FormattableString.Invariant($"The agent in process {Target.Pid} does not answer, and .NET {_runtime.Version} cannot be recorded without it."));
        warn(FormattableString.Invariant($"The agent in process {Target.Pid} does not answer, so the runtime itself is recorded, from now on."));
        file.SetLength(0);
        file.Position = 0;
        Recorder = await StartRuntimeAsync(Target, _runtime, _wishes, _samples, stop);
        Recorder.Write(file);
    }

    /// <summary>Says what of the wishes the agent does not do.</summary>
    private void WarnOfUnmet(Action<string> warn)
    {
        if (_wishes.ExactEdges && ExactEdges.Missing(Target, Recorder.Edges) is { } missing)
        {
            _wishes = _wishes with { ExactEdges = false }; // said once
            warn(missing);
        }

        if (Recorder.EventsBy is { } eventsBy && Reception.Other(Target, _wishes.Capture, eventsBy) is { } other)
            warn(other);
    }

    /// <summary>Ends the recording and waits until all of it is written.</summary>
    /// <param name="file">Where it is written to.</param>
    /// <param name="warn">Gets a sentence where something was given up on the way.</param>
    public async Task StopAsync(FileStream file, Action<string>? warn = null)
    {
        SampledStacks? stacks = _bursts is null ? null : await _bursts.StopAsync();
        IReadOnlyList<GpuReading> gpus = _gpus is null ? [] : await _gpus.StopAsync();
        await Recorder.StopAsync();
        if (_wishes.ExactEdges && ExactEdges.GivenUp(Target, Recorder.Edges) is { } sentence)
            warn?.Invoke(sentence);
        if (!Recorder.IsWhole)
            return; // what follows the end of a stream is not read as part of it; without an end it would be
        if (stacks is not null)
            SamplesTrailer.Append(file, stacks);
        if (gpus.Count > 0)
            GpuSection.Append(file, gpus);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _bursts?.Dispose();
        _gpus?.Dispose();
        Recorder.Dispose();
        if (Recorder.Hello.IsCompleted)
            _files?.Dispose(); // before that the runtime may still be about to load the copy, and would die if it were gone
        if (Recorder.IsWhole || Recorder.Bytes == 0)
            _modules?.Dispose(); // else the process was killed, and has not told its modules
    }
}

using System.Net.Sockets;
using AsyncProf.Decoding;
using AsyncProf.Events.Batches;
using AsyncProf.Recording.Attaching;
using AsyncProf.Recording.Processes;
using AsyncProf.Recording.Runtimes;

namespace AsyncProf.Recording;

/// <summary>
/// Records a process over EventPipe, without stacks: the events of the Task Parallel Library and the requests of ASP.NET Core, or the batches of an agent.
/// If this process is killed the runtime notices at its next write, which is never more than a second away.
/// </summary>
internal sealed class EventPipeRecorder : IRecorder
{
    /// <summary>How a stream ends: the last block, and no other. https://github.com/microsoft/perfview/blob/main/src/TraceEvent/EventPipe/NetTraceFormat.md.</summary>
    private const byte EndObject = 6, EndOfStream = 1;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The runtime looks each second for threads that have been idle for a quarter of one, and hands over what they have written.</summary>
    private static readonly TimeSpan Flushing = TimeSpan.FromSeconds(1.3);

    /// <summary>A process that is busy is not waited for any longer, nor one whose agent does not say when it has sent all.</summary>
    private static readonly TimeSpan LongestFlush = TimeSpan.FromSeconds(2);

    private readonly int _pid;
    private readonly RuntimeClient _client;
    private readonly RuntimeSession _session;
    private readonly bool _leavesStacksOut;
    private readonly bool _hasDispatches;
    private readonly StreamWatch _watch = new();
    private Task _copying = Task.CompletedTask;
    private RuntimeSession? _flush;
    private Task _draining = Task.CompletedTask;
    private long _bytes;
    private int _processors;
    private (byte Before, byte Last) _end;

    private EventPipeRecorder(int pid, RuntimeClient client, RuntimeSession session, RecordingSource source, bool leavesStacksOut, bool hasDispatches)
    {
        (_pid, _client, _session, _leavesStacksOut, _hasDispatches) = (pid, client, session, leavesStacksOut, hasDispatches);
        Source = source;
    }

    /// <inheritdoc/>
    public RecordingSource Source { get; }

    /// <inheritdoc/>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <inheritdoc/>
    public RecordingProgress? Progress => _watch.Progress;

    /// <inheritdoc/>
    public int? Edges => _watch.Edges;

    /// <inheritdoc/>
    public string? EventsBy => _watch.EventsBy;

    /// <inheritdoc/>
    public Task Hello => _watch.Hello;

    /// <inheritdoc/>
    public Task Completion => _copying;

    /// <summary>How many processors the process may run on; 0 until it has said so, which it does first.</summary>
    public int Processors => Volatile.Read(ref _processors);

    /// <inheritdoc/>
    public bool IsWhole => _end is (EndObject, EndOfStream);

    /// <summary>Starts a session; its events wait for <see cref="Write"/>.</summary>
    /// <param name="target">The process.</param>
    /// <param name="source">The event source. An agent must be loaded already.</param>
    /// <param name="runtime">Its runtime, which says what may be asked of it; null where that is not known.</param>
    /// <param name="cancellationToken">Gives up waiting for the process.</param>
    /// <param name="wishes">What is wished of an agent, or of allocations and waits; null for nothing.</param>
    /// <param name="samples">Whether threads are sampled, too.</param>
    /// <exception cref="RecordingException">The process cannot be recorded.</exception>
    internal static Task<EventPipeRecorder> StartAsync(
        TargetProcess target, RecordingSource source, RuntimeInfo? runtime, CancellationToken cancellationToken, SessionWishes? wishes = null, bool samples = false)
    {
        wishes ??= SessionWishes.None;
        bool leavesStacksOut = runtime is null or { CanRecordWithoutStacks: true }; // .NET 8 cannot, which matters little for the few events of an agent
        bool hasDispatches = runtime is { HasDispatches: true }, choosesEvents = runtime is { CanChooseEvents: true };
        AllocationSampling allocations = !wishes.Measured.HasFlag(MeasuredUse.Allocations) ? AllocationSampling.None : runtime is { SamplesAllocations: true } ? AllocationSampling.ByChance : AllocationSampling.Ticks;
        SessionRequest request = source == RecordingSource.Agent
            ? SessionRequests.OfAgent(wishes.ToArguments(), !leavesStacksOut, samples, choosesEvents, allocations, wishes.Waits)
            : SessionRequests.OfRuntime(hasDispatches, samples, choosesEvents, allocations, wishes.Waits);
        return StartAsync(target, request, source, leavesStacksOut, hasDispatches, cancellationToken);
    }

    /// <summary>Starts a session of the runtime's own events, as it is asked for.</summary>
    /// <exception cref="RecordingException">The process cannot be recorded.</exception>
    internal static Task<EventPipeRecorder> StartAsync(TargetProcess target, SessionRequest request, CancellationToken cancellationToken) =>
        StartAsync(target, request, RecordingSource.EventPipe, leavesStacksOut: true, hasDispatches: false, cancellationToken);

    private static async Task<EventPipeRecorder> StartAsync(TargetProcess target, SessionRequest request, RecordingSource source, bool leavesStacksOut, bool hasDispatches, CancellationToken cancellationToken)
    {
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            var client = new RuntimeClient(target.Pid);
            return new EventPipeRecorder(target.Pid, client, await client.StartAsync(request, patience.Token), source, leavesStacksOut, hasDispatches);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new RecordingException(FormattableString.Invariant($"Process {target.Pid} does not answer: it may be stopped, or busy with another diagnostic command."));
        }
        catch (RuntimeException exception)
        {
            throw new RecordingException(Refusals.Explain(target, exception), exception);
        }
    }

    /// <inheritdoc/>
    public void Write(Stream file) => _copying = CopyAsync(file);

    /// <inheritdoc/>
    public async Task StopAsync()
    {
        if (OperatingSystem.IsLinux() && ProcFiles.StateOf(_pid) is 'T' or 't')
        {
            _session.Dispose(); // it cannot answer, and notices when it is resumed
            await _copying;
            return;
        }

        if (_copying.IsFaulted)
            _session.Dispose(); // nobody reads what it would still write, and it would wait for that
        if (Source == RecordingSource.Agent && !_copying.IsCompleted)
            await TryAsync(FlushAsync);
        if (Source == RecordingSource.EventPipe && _hasDispatches && !_copying.IsCompleted)
            await TryAsync(FlushDispatchesAsync);
        if (!_copying.IsCompleted)
            await TryAsync(_session.StopAsync);
        if (_flush is not null)
            await TryAsync(EndFlushAsync);
        await Task.WhenAny(_copying, Task.Delay(Patience, CancellationToken.None));
        if (!_copying.IsCompleted)
            _session.Dispose(); // it was stopped meanwhile, and nothing more will come
        await _copying;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _flush?.Dispose();
        _session.Dispose();
    }

    private static async Task TryAsync(Func<CancellationToken, Task> action)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await action(patience.Token);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or SocketException)
        {
            // The process has ended, and its session with it; or it does not answer.
        }
    }

    /// <summary>When a session ends the agent can write no more. So a second one, which ends at once, asks it to write what it has first.</summary>
    private async Task FlushAsync(CancellationToken cancellationToken)
    {
        using RuntimeSession flush = await _client.StartAsync(SessionRequests.AgentsFlush(!_leavesStacksOut), cancellationToken);
        Task draining = flush.Stream.CopyToAsync(Stream.Null, cancellationToken);
        await flush.StopAsync(cancellationToken);
        await draining;
        await Task.WhenAny(_watch.End, _copying, Task.Delay(LongestFlush, cancellationToken)); // it may go on after it has been started
    }

    /// <summary>
    /// When a session ends, what threads have written of dispatchers stays with them. A second session makes those that are busy hand it over at their next await, and
    /// the idle ones do so while this waits: up to the beginning of that session, which the recording tells, nothing is missing. It must end later than the recording.
    /// </summary>
    private async Task FlushDispatchesAsync(CancellationToken cancellationToken)
    {
        _flush = await _client.StartAsync(SessionRequests.DispatchesFlush, cancellationToken);
        _draining = _flush.Stream.CopyToAsync(Stream.Null, CancellationToken.None);
        await Task.WhenAny(_copying, Task.Delay(Flushing, cancellationToken));
    }

    private async Task EndFlushAsync(CancellationToken cancellationToken)
    {
        await _flush!.StopAsync(cancellationToken);
        await _draining.WaitAsync(cancellationToken);
    }

    /// <exception cref="RecordingException">What comes is not NetTrace; nothing of it has been written then.</exception>
    private async Task CopyAsync(Stream file)
    {
        byte[] buffer = new byte[1 << 16];
        int read = await ReadStartAsync(buffer);
        if (read > 0 && !NettraceStart.Is(buffer.AsSpan(0, read)))
            throw new RecordingException(FormattableString.Invariant($"Process {_pid} does not answer as a runtime does: what it sends is no recording, and was not written."));
        Volatile.Write(ref _processors, NettraceHeader.In(buffer.AsSpan(0, read))?.Processors ?? 0);
        for (; read > 0; read = await ReadAsync(buffer))
        {
            if (Source == RecordingSource.Agent)
                _watch.Take(buffer.AsSpan(0, read));
            await file.WriteAsync(buffer.AsMemory(0, read));
            Volatile.Write(ref _bytes, _bytes + read);
            _end = (read > 1 ? buffer[read - 2] : _end.Last, buffer[read - 1]);
        }

        await file.FlushAsync();
    }

    /// <summary>So much that the format can be told by it, and the process, or all that there is.</summary>
    private async Task<int> ReadStartAsync(byte[] buffer)
    {
        int length = 0;
        while (length < NettraceHeader.Length && await ReadAsync(buffer.AsMemory(length)) is var read and > 0)
            length += read;
        return length;
    }

    /// <summary>A process that is killed resets its connection: that is an end like another.</summary>
    private async Task<int> ReadAsync(Memory<byte> buffer)
    {
        try
        {
            return await _session.Stream.ReadAsync(buffer);
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException)
        {
            return 0;
        }
    }
}

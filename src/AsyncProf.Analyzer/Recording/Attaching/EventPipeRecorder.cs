using System.Diagnostics.Tracing;
using System.Net.Sockets;
using AsyncProf.Events.Batches;
using AsyncProf.Events.Dispatchers;
using AsyncProf.Events.Tpl;
using AsyncProf.Recording.Attaching;
using AsyncProf.Recording.Processes;
using AsyncProf.Recording.Runtimes;

namespace AsyncProf.Recording;

/// <summary>
/// Records a process over EventPipe, without stacks: the events of the Task Parallel Library and the requests of ASP.NET Core, or the batches of an agent.
/// If this process is killed the runtime notices at its next write, which is never more than a second away.
/// </summary>
internal sealed class EventPipeRecorder : IDisposable
{
    private const int BufferMegabytes = 256;

    /// <summary>How a stream ends: the last block, and no other. https://github.com/microsoft/perfview/blob/main/src/TraceEvent/EventPipe/NetTraceFormat.md.</summary>
    private const byte EndObject = 6, EndOfStream = 1;

    /// <summary>The loader's: the modules, whose metadata gives methods their names.</summary>
    private const long RundownKeyword = 0x8;

    /// <summary>The JIT's.</summary>
    private const long CompiledKeyword = 0x10;

    /// <summary>The methods themselves, those that were compiled before the process began included: stacks of runtime-async are addresses.</summary>
    private const long MethodsKeyword = CompiledKeyword | 0x20 | 0x100;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The runtime looks each second for threads that have been idle for a quarter of one, and hands over what they have written.</summary>
    private static readonly TimeSpan Flushing = TimeSpan.FromSeconds(1.3);

    private static readonly SessionProvider Dispatches = new(DispatchEvents.SourceName, EventLevel.Informational, DispatchEvents.Keywords);

    private static readonly SessionProvider[] Runtime =
    [
        new(TplEvents.SourceName, EventLevel.Informational, TplEvents.Keywords),
        new(HostingEvents.SourceName, EventLevel.Informational, 0),

        // Modules as they are loaded, so that methods have their names even if the process is killed before its rundown; and methods as they are compiled, which say
        // what the addresses in stacks are.
        new("Microsoft-Windows-DotNETRuntime", EventLevel.Verbose, RundownKeyword | CompiledKeyword),

        // The heartbeat: something that is written each second.
        new("System.Runtime", EventLevel.Critical, 0, "EventCounterIntervalSec=1"),
    ];

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
    private (byte Before, byte Last) _end;

    private EventPipeRecorder(int pid, RuntimeClient client, RuntimeSession session, RecordingSource source, bool leavesStacksOut, bool hasDispatches)
    {
        (_pid, _client, _session, _leavesStacksOut, _hasDispatches) = (pid, client, session, leavesStacksOut, hasDispatches);
        Source = source;
    }

    /// <summary>The event source: <see cref="RecordingSource.EventPipe"/> or <see cref="RecordingSource.Agent"/>.</summary>
    public RecordingSource Source { get; }

    /// <summary>How much has been written, in bytes.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>The agent's latest counts; null without an agent.</summary>
    public RecordingProgress? Progress => _watch.Progress;

    /// <summary>How the agent tells edges now; null without an agent, or from one that knows of no exact ones.</summary>
    public int? Edges => _watch.Edges;

    /// <summary>How the agent receives events, in words; null until it has said hello.</summary>
    public string? EventsBy => _watch.EventsBy;

    /// <summary>Ends when the agent has said hello; never without one.</summary>
    public Task Hello => _watch.Hello;

    /// <summary>Ends when the stream does: the process has ended, or <see cref="StopAsync"/> was called. Fails if the file cannot be written.</summary>
    public Task Completion => _copying;

    /// <summary>Whether the stream came to its end, after which nothing is missing.</summary>
    public bool IsWhole => _end is (EndObject, EndOfStream);

    /// <summary>Starts a session; its events wait for <see cref="Write"/>.</summary>
    /// <param name="target">The process.</param>
    /// <param name="source">The event source. An agent must be loaded already.</param>
    /// <param name="leavesStacksOut">Whether its runtime can leave out stacks; .NET 8 cannot, which matters little for the few events of an agent.</param>
    /// <param name="hasDispatches">Whether its runtime tells of methods compiled with runtime-async.</param>
    /// <param name="cancellationToken">Gives up waiting for the process.</param>
    /// <param name="wishes">What is wished of an agent; null for nothing.</param>
    /// <exception cref="RecordingException">The process cannot be recorded.</exception>
    internal static async Task<EventPipeRecorder> StartAsync(TargetProcess target, RecordingSource source, bool leavesStacksOut, bool hasDispatches, CancellationToken cancellationToken, SessionWishes? wishes = null)
    {
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            var client = new RuntimeClient(target.Pid);
            SessionRequest request = source == RecordingSource.Agent
                ? new([Agent((wishes ?? SessionWishes.None).ToArguments())], BufferMegabytes, Rundown: 0, HasStacks: !leavesStacksOut)
                : hasDispatches
                    ? new([.. Runtime, Dispatches], BufferMegabytes, RundownKeyword | MethodsKeyword, HasStacks: false)
                    : new(Runtime, BufferMegabytes, RundownKeyword, HasStacks: false);
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

    /// <summary>Writes the session to a file while it goes on.</summary>
    /// <param name="file">Where it goes; it stays open.</param>
    public void Write(Stream file) => _copying = CopyAsync(file);

    /// <summary>Ends the session and waits until all of it is written.</summary>
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

    private static SessionProvider Agent(string arguments) => new("AsyncProf", EventLevel.Informational, BatchEvents.Keyword, arguments);

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
        var request = new SessionRequest([Agent($"{BatchEvents.ModeArgument}={BatchEvents.FlushMode}")], 1, Rundown: 0, HasStacks: !_leavesStacksOut);
        using RuntimeSession flush = await _client.StartAsync(request, cancellationToken);
        Task draining = flush.Stream.CopyToAsync(Stream.Null, cancellationToken);
        await flush.StopAsync(cancellationToken);
        await draining;
    }

    /// <summary>
    /// When a session ends, what threads have written of dispatchers stays with them. A second session makes those that are busy hand it over at their next await, and
    /// the idle ones do so while this waits: up to the beginning of that session, which the recording tells, nothing is missing. It must end later than the recording.
    /// </summary>
    private async Task FlushDispatchesAsync(CancellationToken cancellationToken)
    {
        _flush = await _client.StartAsync(new SessionRequest([Dispatches], 1, Rundown: 0, HasStacks: false), cancellationToken);
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

    /// <summary>So much that the format can be told by it, or all that there is.</summary>
    private async Task<int> ReadStartAsync(byte[] buffer)
    {
        int length = 0;
        while (length < NettraceStart.Length && await ReadAsync(buffer.AsMemory(length)) is var read and > 0)
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

using System.Diagnostics.Tracing;
using System.Net.Sockets;
using Microsoft.Diagnostics.NETCore.Client;

namespace AsyncProf.Recording;

/// <summary>
/// Records a process from outside, over EventPipe: the events of the Task Parallel Library and the requests of ASP.NET Core, without stacks. Nothing is loaded
/// into the process. If this one is killed the runtime notices at its next write, which is never more than a second away.
/// </summary>
public sealed class EventPipeRecorder : IDisposable
{
    private const int BufferMegabytes = 256;

    /// <summary>The loader's: which modules there are, from whose metadata methods get their names.</summary>
    private const long RundownKeyword = 0x8;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly EventPipeProvider[] Providers =
    [
        // Events 7, 10, 12 and 14 to 18. Never mask 0, 0x80 or 0x100: they change how the process behaves.
        new("System.Threading.Tasks.TplEventSource", EventLevel.Informational, 0x39),
        new("Microsoft.AspNetCore.Hosting", EventLevel.Informational, 0),

        // Modules as they are loaded, so that methods have their names even if the process is killed before its rundown.
        new("Microsoft-Windows-DotNETRuntime", EventLevel.Informational, RundownKeyword),

        // The heartbeat: something that is written each second.
        new("System.Runtime", EventLevel.Critical, 0, new Dictionary<string, string> { ["EventCounterIntervalSec"] = "1" }),
    ];

    private readonly EventPipeSession _session;
    private Task _copying = Task.CompletedTask;
    private long _bytes;

    private EventPipeRecorder(EventPipeSession session) => _session = session;

    /// <summary>How much has been written, in bytes.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Ends when the stream does: the process has ended, or <see cref="StopAsync"/> was called. Fails if the file cannot be written.</summary>
    public Task Completion => _copying;

    /// <summary>Starts a session; what it tells waits for <see cref="Write"/>.</summary>
    /// <param name="target">The process.</param>
    /// <param name="cancellationToken">Gives up waiting for the process.</param>
    /// <exception cref="RecordingException">The process cannot be recorded.</exception>
    public static async Task<EventPipeRecorder> StartAsync(TargetProcess target, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(target);
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            var configuration = new EventPipeSessionConfiguration(Providers, BufferMegabytes, RundownKeyword, requestStackwalk: false);
            EventPipeSession session = await new DiagnosticsClient(target.Pid).StartEventPipeSessionAsync(configuration, patience.Token);
            return new EventPipeRecorder(session);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new RecordingException(FormattableString.Invariant($"Process {target.Pid} does not answer: it may be stopped, or busy with another diagnostic command."));
        }
        catch (Exception exception) when (Explain(target, exception) is { } sentence)
        {
            throw new RecordingException(sentence, exception);
        }
    }

    /// <summary>Writes the session to a file while it goes on.</summary>
    /// <param name="file">Where it goes; it stays open.</param>
    public void Write(Stream file) => _copying = CopyAsync(file);

    /// <summary>Ends the session and waits until all of it is written.</summary>
    public async Task StopAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await _session.StopAsync(patience.Token);
        }
        catch (Exception exception) when (exception is DiagnosticsClientException or IOException or OperationCanceledException or SocketException)
        {
            // The process has ended, and its session with it.
        }

        await _copying.WaitAsync(Patience);
    }

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();

    private static string? Explain(TargetProcess target, Exception exception)
    {
        string process = FormattableString.Invariant($"Process {target.Pid}");
        return exception switch
        {
            ServerNotAvailableException when exception.Message.Contains("ermission", StringComparison.Ordinal) => $"{process} belongs to another user: run asyncprof as that user, or as root.",
            ServerNotAvailableException when exception.Message.Contains("not running", StringComparison.Ordinal) => $"{process} has ended, or is no .NET process that can be asked.",
            ServerNotAvailableException => $"{process} cannot be asked: it is no .NET process, or its diagnostics are switched off (DOTNET_EnableDiagnostics=0), or it has another temporary directory (TMPDIR).",
            UnsupportedCommandException => $"{process} has a runtime before .NET 9, which cannot be recorded without stacks.",
            ServerErrorException => $"{process} refuses: {exception.Message}",
            IOException or SocketException or EndOfStreamException => $"{process} has ended while it was asked.",
            _ => null,
        };
    }

    private async Task CopyAsync(Stream file)
    {
        byte[] buffer = new byte[1 << 16];
        int read;
        while ((read = await ReadAsync(buffer)) > 0)
        {
            await file.WriteAsync(buffer.AsMemory(0, read));
            Volatile.Write(ref _bytes, _bytes + read);
        }

        await file.FlushAsync();
    }

    /// <summary>A process that is killed resets its connection: that is an end like another.</summary>
    private async Task<int> ReadAsync(byte[] buffer)
    {
        try
        {
            return await _session.EventStream.ReadAsync(buffer);
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException)
        {
            return 0;
        }
    }
}

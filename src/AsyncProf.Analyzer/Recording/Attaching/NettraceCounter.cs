using AsyncProf.Events;
using AsyncProf.Events.Tpl;
using AsyncProf.Recording;
using AsyncProf.Recording.Attaching;

namespace AsyncProf.Decoding;

/// <summary>Counts what a recording holds while it is made, to show progress. It reads behind the writer, at low priority, and may fall behind.</summary>
internal sealed class NettraceCounter : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Thread _thread;
    private long _events;
    private long _operations;
    private long _lost;

    /// <summary>Begins to read.</summary>
    /// <param name="path">The file; it is there already.</param>
    public NettraceCounter(string path)
    {
        _thread = new Thread(() => Read(path)) { IsBackground = true, Priority = ThreadPriority.BelowNormal, Name = "AsyncProf counter" };
        _thread.Start();
    }

    /// <summary>What has been counted so far.</summary>
    public RecordingProgress Progress => new(Volatile.Read(ref _events), Volatile.Read(ref _operations), Volatile.Read(ref _lost));

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Cancel();
        _thread.Join();
        _stop.Dispose();
    }

    private void Read(string path)
    {
        try
        {
            using var file = new FollowedFile(path, _stop.Token);
            NettraceReader.Read(file, Count, lost => Volatile.Write(ref _lost, lost), onNext: _ => true);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            // Progress shows no counts; the recording goes on.
        }
    }

    private void Count(Guid provider, int id, int thread, long timestamp, ReadOnlySpan<byte> payload)
    {
        if (provider != TplEvents.SourceId)
            return;
        Volatile.Write(ref _events, _events + 1);
        if (id == (int)AsyncEventKind.OperationBegin)
            Volatile.Write(ref _operations, _operations + 1);
    }
}

using System.Runtime.ExceptionServices;
using Microsoft.Diagnostics.Tracing;

namespace AsyncProf.Decoding;

/// <summary>
/// Reads the events of a <c>.nettrace</c> file in the order of time, streaming. A file that ends in the middle, because its writer was killed, is read up
/// to its last whole block. No type of TraceEvent's leaves this folder.
/// </summary>
internal static class NettraceReader
{
    /// <summary>What stands at the beginning of every such file.</summary>
    public static ReadOnlySpan<byte> Magic => "Nettrace"u8;

    /// <summary>Takes one event. The payload is only there during the call.</summary>
    public delegate void EventHandler(Guid provider, int id, int thread, long timestamp, ReadOnlySpan<byte> payload);

    /// <summary>Reads a file once.</summary>
    /// <exception cref="InvalidDataException">It is not such a file; the message says what is wrong with it, in half a sentence.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static NettraceSummary Read(string path, EventHandler onEvent)
    {
        using FileStream file = Open(path);
        return Read(file, onEvent);
    }

    /// <summary>Reads the end of a large file, where a session's rundown stands; false if there is nothing to be left out, so that all of it must be read.</summary>
    /// <param name="path">The file.</param>
    /// <param name="kept">How much of its end, in bytes.</param>
    /// <param name="onEvent">Gets each event.</param>
    public static bool TryReadTail(string path, long kept, EventHandler onEvent)
    {
        using FileStream file = Open(path);
        using Stream? tail = NettraceTail.Open(file, kept);
        if (tail is null)
            return false;
        try
        {
            Read(tail, onEvent);
            return true;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    private static FileStream Open(string path)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 20, FileOptions.SequentialScan);
        Span<byte> magic = stackalloc byte[Magic.Length];
        if (file.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false) < magic.Length || !magic.SequenceEqual(Magic))
        {
            file.Dispose();
            throw new InvalidDataException("it is not a .nettrace file");
        }

        file.Position = 0;
        return file;
    }

    /// <summary>Reads a stream once.</summary>
    /// <param name="file">The stream.</param>
    /// <param name="onEvent">Gets each event.</param>
    /// <param name="onLost">Gets how many events are known to be lost, now and then.</param>
    /// <exception cref="InvalidDataException">It is not such a file; the message says what is wrong with it, in half a sentence.</exception>
    internal static NettraceSummary Read(Stream file, EventHandler onEvent, Action<int>? onLost = null)
    {
        long events = 0;
        bool isCut = false;
        ExceptionDispatchInfo? failure = null;
        NettraceSummary summary;
        var stream = new CheckedStream(file);
        try
        {
            using var source = new EventPipeEventSource(stream);
            source.AllEvents += data =>
            {
                events++;
                if (onLost is not null && events % 1024 == 0)
                    onLost(source.EventsLost);
                try
                {
                    onEvent(data.ProviderGuid, (int)data.ID, data.ThreadID, Timestamp(data), Payload(data));
                }
                catch (Exception exception)
                {
                    failure ??= ExceptionDispatchInfo.Capture(exception); // not the file's damage
                    source.StopProcessing();
                }
            };
            try
            {
                source.Process();
            }
            catch (Exception exception) when (IsDamage(exception))
            {
                isCut = true; // every whole block before it has been delivered
            }

            if (isCut && events == 0)
                throw new InvalidDataException("it ends before its first event");

            summary = new NettraceSummary(source.SessionStartTime.ToUniversalTime(), source.NumberOfProcessors, source.EventsLost, isCut);
        }
        catch (Exception exception) when (IsDamage(exception))
        {
            throw new InvalidDataException(stream.Refusal ?? "its beginning is damaged", exception);
        }

        failure?.Throw();
        return summary;
    }

    /// <summary>What the reader of the format throws at bytes that cannot be.</summary>
    private static bool IsDamage(Exception exception) =>
        exception is FormatException or InvalidDataException or EndOfStreamException or IndexOutOfRangeException or ArgumentException or OverflowException
            or InvalidOperationException or NullReferenceException or KeyNotFoundException or NotSupportedException or InvalidCastException or OutOfMemoryException;

    // It is discouraged for being the clock's own ticks, which is what stitching needs: milliseconds as a floating-point number would lose some.
#pragma warning disable CS0618
    private static long Timestamp(TraceEvent data) => data.TimeStampQPC;
#pragma warning restore CS0618

    private static unsafe ReadOnlySpan<byte> Payload(TraceEvent data) => new((void*)data.DataStart, data.EventDataLength);
}

using System.Buffers.Binary;
using System.Runtime.ExceptionServices;
using AsyncProf.Budgets;
using AsyncProf.Decoding.Samples;
using AsyncProf.Decoding.Stacks;
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

    /// <summary>Each session takes some time to be opened: a file of nothing but sessions takes no longer than another. In bytes, of a session that holds anything.</summary>
    private const int FewSessions = 256, SmallestSession = 4096;

    /// <summary>Takes one event. The payload is only there during the call.</summary>
    public delegate void EventHandler(Guid provider, int id, int thread, long timestamp, ReadOnlySpan<byte> payload);

    /// <summary>Reads a file once.</summary>
    /// <param name="path">The file.</param>
    /// <param name="onEvent">Gets each event.</param>
    /// <param name="memory">What reading takes is charged there; null for the usual limit.</param>
    /// <param name="onNext">Where another session of the same recording follows, gets what it says of itself; false ends it there. Null for the first session only.</param>
    /// <param name="samples">Gets each sample; null where nobody wants them.</param>
    /// <exception cref="InvalidDataException">It is not such a file; the message says what is wrong with it, in half a sentence.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static NettraceSummary Read(string path, EventHandler onEvent, MemoryAccount? memory = null, Func<NettraceHeader, bool>? onNext = null, ISampleReceiver? samples = null)
    {
        using FileStream file = Open(path);
        return Read(file, onEvent, memory: memory, onNext: onNext, samples: samples);
    }

    /// <summary>Reads the end of a large file, where a session's rundown stands; false if there is nothing to be left out, so that all of it must be read.</summary>
    /// <param name="path">The file.</param>
    /// <param name="kept">How much of its end, in bytes.</param>
    /// <param name="onEvent">Gets each event.</param>
    /// <param name="memory">What reading takes is charged there.</param>
    public static bool TryReadTail(string path, long kept, EventHandler onEvent, MemoryAccount memory)
    {
        using FileStream file = Open(path);
        using Stream? tail = NettraceTail.Open(file, kept);
        if (tail is null)
            return false;
        try
        {
            Read(tail, onEvent, memory: memory);
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
    /// <param name="memory">What reading takes is charged there; null for the usual limit.</param>
    /// <param name="onNext">Gets what each further session says of itself; null for the first session only.</param>
    /// <param name="samples">Gets each sample; null where nobody wants them.</param>
    /// <exception cref="InvalidDataException">It is not such a file; the message says what is wrong with it, in half a sentence.</exception>
    /// <exception cref="MemoryBudgetException">It takes more than is left of <paramref name="memory"/>.</exception>
    internal static NettraceSummary Read(Stream file, EventHandler onEvent, Action<int>? onLost = null, MemoryAccount? memory = null, Func<NettraceHeader, bool>? onNext = null, ISampleReceiver? samples = null) => memory is not null
        ? ReadAll(file, onEvent, onLost, memory, onNext, samples)
        : MemoryBudgetException.Guard(() => ReadAll(file, onEvent, onLost, new MemoryBudget(MemoryBudget.DefaultLimit).Open(), onNext, samples));

    /// <summary>One session after the other. What follows one and is neither another nor a section of ours is damage, before which all is read.</summary>
    private static NettraceSummary ReadAll(Stream file, EventHandler onEvent, Action<int>? onLost, MemoryAccount memory, Func<NettraceHeader, bool>? onNext, ISampleReceiver? samples)
    {
        long before = memory.Held, at = 0;
        var stream = new CheckedStream(file, memory);
        NettraceSummary all = ReadSession(onEvent, onLost, samples, stream, isFirst: true);
        for (int sessions = 1; onNext is not null && !all.IsCut && stream.IsAtEnd; sessions++)
        {
            at += stream.Taken;
            memory.Set(before);
            stream = new CheckedStream(file, memory);
            if (stream.Open() is not { } header)
                return all with { IsCut = file is FileStream stored && stored.Length - at != FileSections.LengthIn(stored) };
            if (sessions > FewSessions + (at / SmallestSession) || !onNext(header))
                return all with { IsCut = true };
            NettraceSummary next = ReadSession(onEvent, onLost is null ? null : lost => onLost((int)all.LostEvents + lost), samples, stream, isFirst: false);
            all = all with { LostEvents = all.LostEvents + next.LostEvents, IsCut = next.IsCut };
        }

        return all;
    }

    private static NettraceSummary ReadSession(EventHandler onEvent, Action<int>? onLost, ISampleReceiver? samples, CheckedStream stream, bool isFirst)
    {
        long events = 0;
        bool isCut = false;
        ExceptionDispatchInfo? failure = null;
        NettraceSummary summary;
        try
        {
            using var source = new EventPipeEventSource(stream);
            source.AllEvents += data =>
            {
                if (failure is not null)
                    return; // what was held back comes nevertheless
                events++;
                if (onLost is not null && events % 1024 == 0)
                    onLost(source.EventsLost);
                try
                {
                    onEvent(data.ProviderGuid, (int)data.ID, data.ThreadID, Timestamp(data), Payload(data));
                    if (samples is not null)
                        TakeSample(samples, data);
                }
                catch (Exception exception)
                {
                    failure = ExceptionDispatchInfo.Capture(exception); // not the file's damage
                    stream.Stop();
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
            finally
            {
                NativeBuffers.Release(source);
            }

            if (isFirst && isCut && events == 0 && failure is null)
                throw new InvalidDataException("it ends before its first event");

            summary = new NettraceSummary(source.SessionStartTime.ToUniversalTime(), source.NumberOfProcessors, source.EventsLost, isCut);
        }
        catch (Exception exception) when (IsDamage(exception))
        {
            if (!isFirst && failure is null)
                return new NettraceSummary(default, 0, 0, IsCut: true);
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

    private static void TakeSample(ISampleReceiver samples, TraceEvent data)
    {
        int id = (int)data.ID;
        if (data.ProviderGuid == SampleEvents.Provider && id == SampleEvents.ThreadSample)
        {
            Span<ulong> buffer = stackalloc ulong[SampledStackTable.DeepestStack];
            ReadOnlySpan<byte> payload = Payload(data);
            samples.Sample(data.ThreadID, Timestamp(data), payload.Length >= sizeof(int) && BinaryPrimitives.ReadInt32LittleEndian(payload) == SampleEvents.Managed, StackField.Of(data, buffer));
        }
        else if (data.ProviderGuid == RuntimeEvents.Provider && id is AllocationEvents.Tick or AllocationEvents.Sample && data.PointerSize == sizeof(long) && AllocationEvents.TryRead(id, Payload(data), out AllocationSample sample))
        {
            Span<ulong> buffer = stackalloc ulong[SampledStackTable.DeepestStack];
            samples.Allocation(data.ThreadID, Timestamp(data), sample, StackField.IsThere ? StackField.Of(data, buffer) : default);
        }
    }

    private static unsafe ReadOnlySpan<byte> Payload(TraceEvent data) => new((void*)data.DataStart, data.EventDataLength);
}

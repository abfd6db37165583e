using System.Buffers.Binary;
using AsyncProf.Budgets;
using AsyncProf.Events.Dispatchers;

namespace AsyncProf.Decoding.Dispatches;

/// <summary>
/// What a recording holds of runtime-async: the buffers of each thread as they came, which is a tenth of the events in them, and the methods. They are collected
/// before anything is stitched: a buffer comes later than what is in it, and the methods come last.
/// </summary>
/// <param name="start">When the session began, in ticks: what a buffer holds from before is an earlier listener's.</param>
/// <param name="memory">What is kept is charged there.</param>
internal sealed class DispatchRecording(long start, MemoryAccount memory)
{
    /// <summary>What a buffer takes beside its bytes.</summary>
    private const long BufferBytes = 64, ThreadBytes = 200;

    /// <summary>The runtime hands over what idle threads have written after at most so long, and a recorder that waits for that ends soon after, with its rundown; in seconds.</summary>
    private const double Idle = 1.25, Ended = 1.75;

    private readonly Dictionary<ulong, List<byte[]>> _threads = [];
    private int _listeners;
    private long _lastListener;
    private long _last;
    private long _stopped;

    /// <summary>Where all of it is charged, and what is made of it meanwhile.</summary>
    public MemoryAccount Memory => memory;

    /// <summary>The buffers by the operating system's ids of their threads, in the order in which they came.</summary>
    public IReadOnlyDictionary<ulong, List<byte[]>> Threads => _threads;

    public AddressedMethods Methods { get; } = new(memory);

    /// <summary>
    /// The moment up to which all buffers have come, where that is known: another listener began a little before the end, as our own recorder sees to, which
    /// made busy threads hand over theirs. What comes after it would wait for methods that nobody tells of. Otherwise the end of time.
    /// </summary>
    /// <param name="frequency">The ticks of the clock, a second.</param>
    public long Until(long frequency) =>
        _listeners > 1 && (_stopped > 0 ? _stopped : _last) - _lastListener is var left && left >= Idle * frequency && left <= Ended * frequency ? _lastListener : long.MaxValue;

    /// <summary>How many buffers have no header that can be read.</summary>
    public long Unreadable { get; private set; }

    /// <summary>Reads that of a file; null where it holds nothing of it, which is told without reading it all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="start">When its session began, in ticks.</param>
    /// <param name="kept">What is kept is charged there.</param>
    /// <param name="reading">What reading takes meanwhile.</param>
    /// <exception cref="InvalidDataException">It is not such a file; the message says what is wrong with it, in half a sentence.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static DispatchRecording? Read(string path, long start, MemoryAccount kept, MemoryAccount reading)
    {
        if (!NettraceBlocks.MayHave(path, DispatchEvents.SourceName))
            return null;
        var recording = new DispatchRecording(start, kept);
        NettraceReader.Read(path, (provider, id, _, timestamp, payload) => recording.Take(provider, id, timestamp, payload), reading);
        return recording.Threads.Count + recording.Unreadable == 0 ? null : recording;
    }

    /// <summary>Takes one event; those that say nothing of this are passed over.</summary>
    public void Take(Guid provider, int id, long timestamp, ReadOnlySpan<byte> payload)
    {
        _last = Math.Max(_last, timestamp);
        if (_stopped == 0 && provider == AddressedMethods.Rundown)
            _stopped = timestamp;
        if (provider == DispatchEvents.SourceId && id == DispatchEvents.EventId)
            TakeBuffer(payload);
        else
            Methods.Take(provider, id, payload);
    }

    /// <summary>The length of the buffer, then the buffer.</summary>
    private void TakeBuffer(ReadOnlySpan<byte> payload)
    {
        uint length = payload.Length < sizeof(uint) ? uint.MaxValue : BinaryPrimitives.ReadUInt32LittleEndian(payload);
        if (length > DispatchEvents.LargestBuffer || length > payload.Length - sizeof(uint)
            || !DispatchHeader.TryRead(payload.Slice(sizeof(uint), (int)length), out DispatchHeader header) || header.Version != DispatchHeader.KnownVersion || !header.HasTimes)
        {
            Unreadable++;
            return;
        }

        if (header.FirstEntry(payload.Slice(sizeof(uint), (int)length)) < start)
            return;
        // What a thread says first to a new listener it hands over alone, at once; the buffer may have been there for long.
        if (length > DispatchHeader.Length && payload[sizeof(uint) + DispatchHeader.Length] == (byte)DispatchEntryId.Metadata && header.End > _lastListener)
            (_listeners, _lastListener) = (_listeners + 1, header.End);
        memory.Charge(length + BufferBytes);
        if (!_threads.TryGetValue(header.Thread, out List<byte[]>? buffers))
        {
            memory.Charge(ThreadBytes);
            _threads.Add(header.Thread, buffers = []);
        }

        buffers.Add(payload.Slice(sizeof(uint), (int)length).ToArray());
    }
}

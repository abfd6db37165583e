using System.Buffers.Binary;
using AsyncProf.Budgets;
using AsyncProf.Events.Batches;

namespace AsyncProf.Decoding;

/// <summary>
/// What TraceEvent keeps of the blocks of a <c>.nettrace</c> file, charged before it gets them: it holds events back until the next sequence point, to put those of all
/// threads in order, with an object for each, and an event can take a single byte in the file.
/// </summary>
internal sealed class BlockMemory(MemoryAccount memory)
{
    /// <summary>Estimates in bytes: an event that is held back, a stack, a thread, and how many times its length a description of events takes.</summary>
    private const int Event = 240, Stack = 64, Thread = 512, DescriptionTimes = 32;

    private const int SmallestEvent = 80, ThreadOfPoint = sizeof(long) + sizeof(int);

    private readonly HashSet<long> _threads = [];
    private long _heldBack;

    /// <summary>Charges room for something that is not given back.</summary>
    /// <exception cref="MemoryBudgetException">There is not so much left.</exception>
    public void Charge(long bytes) => memory.Charge(bytes);

    /// <summary>Charges what becomes of a block.</summary>
    /// <param name="name">The name of its type.</param>
    /// <param name="data">Its content.</param>
    /// <exception cref="MemoryBudgetException">There is not so much left.</exception>
    /// <exception cref="BatchFormatException">It is damaged.</exception>
    public void Take(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data)
    {
        if (name.SequenceEqual("EventBlock"u8))
            HoldBack(data.Length + (EventsOf(data) * (long)Event));
        else if (name.SequenceEqual("StackBlock"u8))
            HoldBack(data.Length + (StacksOf(data) * (long)Stack));
        else if (name.SequenceEqual(NettraceLayout.Description))
            memory.Charge(data.Length * (long)DescriptionTimes);
        else if (name.SequenceEqual("SPBlock"u8))
            TakePoint(data);
    }

    private void HoldBack(long bytes)
    {
        memory.Charge(bytes);
        _heldBack += bytes;
    }

    /// <summary>A sequence point: a time, a count, and the threads. All that was held back is let go.</summary>
    private void TakePoint(ReadOnlySpan<byte> data)
    {
        memory.Release(_heldBack);
        _heldBack = 0;
        const int Head = sizeof(long) + sizeof(int);
        for (int at = Head; at + ThreadOfPoint <= data.Length; at += ThreadOfPoint)
            SeeThread(BinaryPrimitives.ReadInt64LittleEndian(data[at..]));
    }

    private int EventsOf(ReadOnlySpan<byte> data)
    {
        var reader = new ByteReader(data);
        int head = BinaryPrimitives.ReadInt16LittleEndian(reader.Bytes(sizeof(short)));
        int form = BinaryPrimitives.ReadInt16LittleEndian(reader.Bytes(sizeof(short)));
        reader.Bytes(head - (2 * sizeof(short)));
        if ((form & 1) == 0)
            return UncompressedEvents(reader.Left);
        int count = 0;
        for (var next = default(CompressedHead); !reader.IsAtEnd; count++)
        {
            long thread = next.CaptureThread;
            next.Read(ref reader);
            if (count == 0 || thread != next.CaptureThread)
                SeeThread(next.CaptureThread);
            reader.Bytes(next.Length);
        }

        return count;
    }

    /// <summary>No runtime writes them, so that it is enough to know how many there can be; each can have a thread of its own.</summary>
    private int UncompressedEvents(int length)
    {
        memory.Charge(length / SmallestEvent * (long)Thread);
        return length / SmallestEvent;
    }

    private static int StacksOf(ReadOnlySpan<byte> data)
    {
        var reader = new ByteReader(data);
        reader.Bytes(2 * sizeof(int));
        int count = 0;
        for (; !reader.IsAtEnd; count++)
            reader.Bytes(BinaryPrimitives.ReadInt32LittleEndian(reader.Bytes(sizeof(int))));
        return count;
    }

    private void SeeThread(long thread)
    {
        if (_threads.Add(thread))
            memory.Charge(Thread);
    }
}

using System.Buffers;
using System.Buffers.Binary;
using AsyncProf.Events.Dispatchers;

namespace AsyncProf.Testing.Dispatchers;

/// <summary>
/// A buffer as the event source of runtime-async fills it: a header, then entries in order of time. Written from the facts that are known of it and not with the
/// reader's tables, so that each can find the other's mistakes.
/// </summary>
internal sealed class DispatchBufferWriter
{
    private readonly ArrayBufferWriter<byte> _entries = new();
    private readonly uint _context;
    private readonly ulong _thread;
    private readonly long _start;
    private long _last;
    private long _now;

    public DispatchBufferWriter(uint context, ulong thread, long start)
    {
        _context = context;
        _thread = thread;
        _start = _last = _now = start;
    }

    /// <summary>The version of the header.</summary>
    public byte Version { get; init; } = 1;

    /// <summary>How many bytes the buffer has by now.</summary>
    public int Length => DispatchHeader.Length + _entries.WrittenCount;

    /// <summary>How many entries it has by now.</summary>
    public uint Count { get; private set; }

    /// <summary>The following entries happen at this time, in ticks.</summary>
    public DispatchBufferWriter At(long time)
    {
        _now = time;
        return this;
    }

    /// <summary>1.</summary>
    public DispatchBufferWriter Create(int parent, int dispatcher) => Entry(1, 1, new DispatchPayload().Id(parent).Id(dispatcher));

    /// <summary>2.</summary>
    public DispatchBufferWriter Resume(int dispatcher) => Entry(2, 1, new DispatchPayload().Id(dispatcher));

    /// <summary>3.</summary>
    public DispatchBufferWriter Suspend() => Entry(3);

    /// <summary>4.</summary>
    public DispatchBufferWriter Complete() => Entry(4);

    /// <summary>5.</summary>
    public DispatchBufferWriter Unwind(uint frames) => Entry(5, 1, new DispatchPayload().Number(frames));

    /// <summary>6; frames by their addresses, the leaf first.</summary>
    public DispatchBufferWriter CreateStack(int parent, int dispatcher, params ReadOnlySpan<long> frames) =>
        Entry(6, 2, new DispatchPayload().Bytes(0, 0, (byte)frames.Length).Id(parent).Id(dispatcher).Frames(frames));

    /// <summary>7.</summary>
    public DispatchBufferWriter ResumeStack(int dispatcher, params ReadOnlySpan<long> frames) => Stack(7, dispatcher, frames);

    /// <summary>8.</summary>
    public DispatchBufferWriter SuspendStack(int dispatcher, params ReadOnlySpan<long> frames) => Stack(8, dispatcher, frames);

    /// <summary>9.</summary>
    public DispatchBufferWriter ResumeMethod() => Entry(9);

    /// <summary>10.</summary>
    public DispatchBufferWriter CompleteMethod() => Entry(10);

    /// <summary>20.</summary>
    public DispatchBufferWriter Reset() => Entry(20);

    /// <summary>21: a stack passed a multiple of 32 frames.</summary>
    public DispatchBufferWriter ResetWrapperIndex() => Entry(21);

    /// <summary>22, with a manifest of the 23 entries of .NET 11.0, except for what the rows say.</summary>
    public DispatchBufferWriter Metadata(long frequency = 1_000_000_000, uint bufferSize = 16_128, ReadOnlySpan<(byte Id, byte Version, byte Width)> rows = default)
    {
        ReadOnlySpan<byte> widths = [1, 1, 0, 0, 1, 2, 2, 2, 0, 0, 1, 1, 0, 0, 1, 2, 0, 0, 2, 0, 0, 2, 1];
        DispatchPayload payload = new DispatchPayload().Number((ulong)frequency).Number((ulong)_now).Number(134_403_269_168_309_779).Number(bufferSize);
        payload.Bytes(32, (byte)(widths.Length + rows.Length));
        for (int i = 0; i < widths.Length; i++)
            payload.Bytes((byte)(i + 1), 1, widths[i]);
        foreach ((byte id, byte version, byte width) in rows)
            payload.Bytes(id, version, width);
        return Entry(22, 2, payload);
    }

    /// <summary>23: a moment by both clocks; UTC in 100 ns since 1601.</summary>
    public DispatchBufferWriter SyncClock(long utc) => Entry(23, 1, new DispatchPayload().Number((ulong)_now).Number((ulong)utc));

    /// <summary>Any other entry, or a damaged one: its payload behind a length of so many bytes.</summary>
    public DispatchBufferWriter Raw(byte id, int width, params ReadOnlySpan<byte> payload) => Entry(id, width, new DispatchPayload().Bytes(payload));

    /// <summary>The whole buffer.</summary>
    public byte[] ToArray()
    {
        byte[] buffer = new byte[Length];
        buffer[0] = Version;
        BinaryPrimitives.WriteUInt32LittleEndian(buffer.AsSpan(1), (uint)buffer.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(buffer.AsSpan(5), _context);
        BinaryPrimitives.WriteUInt64LittleEndian(buffer.AsSpan(9), _thread);
        BinaryPrimitives.WriteUInt32LittleEndian(buffer.AsSpan(17), Count);
        BinaryPrimitives.WriteInt64LittleEndian(buffer.AsSpan(21), _start);
        BinaryPrimitives.WriteInt64LittleEndian(buffer.AsSpan(29), _last);
        _entries.WrittenSpan.CopyTo(buffer.AsSpan(DispatchHeader.Length));
        return buffer;
    }

    private DispatchBufferWriter Stack(byte id, int dispatcher, ReadOnlySpan<long> frames) =>
        Entry(id, 2, new DispatchPayload().Bytes(0, 0, (byte)frames.Length).Id(dispatcher).Frames(frames));

    private DispatchBufferWriter Entry(byte id, int width = 0, DispatchPayload? payload = null)
    {
        ReadOnlySpan<byte> bytes = payload is null ? [] : payload.Written;
        var head = new DispatchPayload().Bytes(id).Number((ulong)(_now - _last));
        if (width == 1)
            head.Bytes((byte)bytes.Length);
        else if (width == 2)
            head.Bytes((byte)bytes.Length, (byte)(bytes.Length >> 8));
        _entries.Write(head.Written);
        _entries.Write(bytes);
        _last = _now;
        Count++;
        return this;
    }
}

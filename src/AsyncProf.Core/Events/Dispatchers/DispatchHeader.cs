using System.Buffers.Binary;

namespace AsyncProf.Events.Dispatchers;

/// <summary>
/// What stands before the entries of a buffer: little-endian, without padding (<c>Serializer.Header</c> in the runtime's <c>AsyncProfiler.cs</c>).
/// </summary>
internal readonly struct DispatchHeader
{
    /// <summary>How many bytes it takes.</summary>
    public const int Length = 37;

    /// <summary>The only version that is known.</summary>
    public const byte KnownVersion = 1;

    private DispatchHeader(ReadOnlySpan<byte> bytes)
    {
        Version = bytes[0];
        Size = BinaryPrimitives.ReadUInt32LittleEndian(bytes[1..]);
        Context = BinaryPrimitives.ReadUInt32LittleEndian(bytes[5..]);
        Thread = BinaryPrimitives.ReadUInt64LittleEndian(bytes[9..]);
        Entries = BinaryPrimitives.ReadUInt32LittleEndian(bytes[17..]);
        Start = BinaryPrimitives.ReadInt64LittleEndian(bytes[21..]);
        End = BinaryPrimitives.ReadInt64LittleEndian(bytes[29..]);
    }

    /// <summary>The version of the buffer's layout.</summary>
    public byte Version { get; }

    /// <summary>The bytes of the buffer, the header's included.</summary>
    public uint Size { get; }

    /// <summary>The number of the thread among those that ever sent a buffer.</summary>
    public uint Context { get; }

    /// <summary>The operating system's id of the thread that the entries are of; another thread may have sent them.</summary>
    public ulong Thread { get; }

    /// <summary>How many entries follow.</summary>
    public uint Entries { get; }

    /// <summary>When the buffer was begun, in ticks of <see cref="System.Diagnostics.Stopwatch"/>.</summary>
    public long Start { get; }

    /// <summary>When its last entry happened, in the same ticks: before the start where the thread had given its last buffer away while it wrote that entry.</summary>
    public long End { get; }

    /// <summary>Whether its times can be: not before the clock's beginning.</summary>
    public bool HasTimes => Start >= 0 && End >= 0;

    /// <summary>When the first entry happened: a buffer may be there for long before it gets one. Its start where the entry makes no sense.</summary>
    /// <param name="buffer">The buffer, from its version on.</param>
    public long FirstEntry(ReadOnlySpan<byte> buffer)
    {
        var reader = new DispatchReader(buffer[Length..]);
        _ = reader.Byte();
        ulong delta = reader.Number();
        return !reader.IsDamaged && HasTimes && Start <= End && delta <= (ulong)(End - Start) ? Start + (long)delta : Start;
    }

    /// <summary>Reads it; fails only where the bytes are too few. What it says may be nonsense.</summary>
    public static bool TryRead(ReadOnlySpan<byte> buffer, out DispatchHeader header)
    {
        bool isWhole = buffer.Length >= Length;
        header = isWhole ? new DispatchHeader(buffer) : default;
        return isWhole;
    }
}

using System.Buffers.Binary;

namespace AsyncProf.Heap.Reading;

/// <summary>How long a core file has to be by its own table of segments: elf(5).</summary>
internal static class CoreLength
{
    private const int HeaderSize = 64, SegmentSize = 56, SectionSize = 64;

    /// <summary>As a count of segments: it is told in the first section instead.</summary>
    private const int Many = 0xffff;

    /// <summary>A process has no more mappings than the kernel allows, 65,530 unless it is told otherwise.</summary>
    private const uint MostSegments = 1 << 20;

    /// <summary>How many bytes the whole file has; null for what is no core file of a 64-bit Linux, or none at all.</summary>
    public static long? Of(Stream file)
    {
        Span<byte> header = stackalloc byte[HeaderSize];
        if (!TryRead(file, 0, header) || !header.StartsWith("\u007fELF"u8) || header[4] != 2 || header[5] != 1)
            return null;
        ulong table = Number(header, 32);
        uint count = BinaryPrimitives.ReadUInt16LittleEndian(header[56..]);
        Span<byte> segment = stackalloc byte[SegmentSize], section = stackalloc byte[SectionSize];
        if (count == Many)
        {
            ulong sections = Number(header, 40);
            if (!TryRead(file, sections, section))
                return End(sections, SectionSize);
            count = BinaryPrimitives.ReadUInt32LittleEndian(section[44..]);
        }

        if (count > MostSegments || BinaryPrimitives.ReadUInt16LittleEndian(header[54..]) != SegmentSize)
            return null;
        long whole = End(table, count * (ulong)SegmentSize);
        if (file.Length < whole)
            return whole;
        for (uint i = 0; i < count; i++)
        {
            if (TryRead(file, table + (i * (ulong)SegmentSize), segment))
                whole = Math.Max(whole, End(Number(segment, 8), Number(segment, 32)));
        }

        return whole;
    }

    private static ulong Number(ReadOnlySpan<byte> from, int at) => BinaryPrimitives.ReadUInt64LittleEndian(from[at..]);

    /// <summary>Where something ends; a file that claims more than a file can have is cut short in any case.</summary>
    private static long End(ulong at, ulong length) => (long)UInt128.Min((UInt128)at + length, long.MaxValue);

    private static bool TryRead(Stream file, ulong at, Span<byte> into)
    {
        if (at > (ulong)file.Length)
            return false;
        file.Position = (long)at;
        return file.ReadAtLeast(into, into.Length, throwOnEndOfStream: false) == into.Length;
    }
}

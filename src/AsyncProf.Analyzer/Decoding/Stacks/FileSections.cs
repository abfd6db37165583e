using System.Buffers.Binary;

namespace AsyncProf.Decoding.Stacks;

/// <summary>
/// What is kept behind the end of a <c>.nettrace</c> file, where readers of that format do not look: sections, one behind the other. Each ends with 16 bytes that say how long it is and what it is.
/// </summary>
internal static class FileSections
{
    /// <summary>What follows a section's body: its length, and its mark.</summary>
    private const int FooterLength = 16;

    /// <summary>More sections no recording has; and a longer one is not read.</summary>
    private const int Most = 8, LongestBody = 256 << 20;

    /// <summary>The marks of the sections that are known: stacks, and what the process did on graphics processors.</summary>
    public static ReadOnlySpan<byte> Stacks => "APStacks"u8;

    /// <inheritdoc cref="Stacks"/>
    public static ReadOnlySpan<byte> Gpus => "APGpuUse"u8;

    /// <summary>Writes a section where a file ends.</summary>
    public static void Append(Stream file, ReadOnlySpan<byte> mark, ReadOnlySpan<byte> body)
    {
        Span<byte> footer = stackalloc byte[FooterLength];
        BinaryPrimitives.WriteInt64LittleEndian(footer, body.Length);
        mark.CopyTo(footer[sizeof(long)..]);
        file.Write(body);
        file.Write(footer);
    }

    /// <summary>How many bytes of a file are sections; 0 without any.</summary>
    public static long LengthIn(FileStream file)
    {
        long end = file.Length;
        for (int count = 0; count < Most && EndingAt(file, end) is { } section; count++)
            end = section.From;
        return file.Length - end;
    }

    /// <summary>Where the body of a section is, and how long; null where there is none.</summary>
    public static (long From, int Length)? Find(FileStream file, ReadOnlySpan<byte> mark)
    {
        long end = file.CanSeek ? file.Length : 0;
        for (int count = 0; count < Most && EndingAt(file, end) is { } section; count++)
        {
            if (section.Mark == BinaryPrimitives.ReadUInt64LittleEndian(mark))
                return section.Length <= LongestBody ? (section.From, (int)section.Length) : null;
            end = section.From;
        }

        return null;
    }

    private static (long From, long Length, ulong Mark)? EndingAt(FileStream file, long end)
    {
        if (end < FooterLength)
            return null;
        Span<byte> footer = stackalloc byte[FooterLength];
        file.Position = end - FooterLength;
        file.ReadExactly(footer);
        long length = BinaryPrimitives.ReadInt64LittleEndian(footer);
        ReadOnlySpan<byte> mark = footer[sizeof(long)..];
        bool isKnown = mark.SequenceEqual(Stacks) || mark.SequenceEqual(Gpus);
        return isKnown && length > 0 && length <= end - FooterLength ? (end - FooterLength - length, length, BinaryPrimitives.ReadUInt64LittleEndian(mark)) : null;
    }
}

using System.Buffers.Binary;

namespace AsyncProf.Decoding;

/// <summary>
/// The end of a <c>.nettrace</c> file as a file of its own: what describes events, and the last blocks of them. A session's rundown stands there, so that who only
/// wants to know which modules there were need not read the hundreds of megabytes before it. Only version 4 of the format is known here.
/// The layout: https://github.com/microsoft/perfview/blob/main/src/TraceEvent/EventPipe/NetTraceFormat.md.
/// </summary>
internal static class NettraceTail
{
    private const byte BeginObject = 5, NullReference = 1, EndObject = 6;
    private const int TraceLength = 48, LongestName = 64, Known = 4;

    private static ReadOnlySpan<byte> Begin => "Nettrace\u0014\0\0\0!FastSerialization.1"u8;

    /// <summary>The end of a file, read from a stream at its beginning; null where there is nothing to be left out, or the format is another.</summary>
    /// <param name="file">The stream.</param>
    /// <param name="kept">How much of its end is kept, in bytes.</param>
    public static Stream? Open(FileStream file, long kept)
    {
        if (file.Length < kept * 2 || Blocks(file) is not { } blocks)
            return null;
        long from = file.Length - kept;
        return new SplicedStream(file, blocks.Where(block => block.IsDescription || block.Data + block.DataLength > from));
    }

    /// <summary>All objects of a file, in order; a file that ends in the middle has those before.</summary>
    private static List<NettraceBlock>? Blocks(FileStream file)
    {
        Span<byte> begin = stackalloc byte[Begin.Length];
        if (file.ReadAtLeast(begin, begin.Length, throwOnEndOfStream: false) < begin.Length || !begin.SequenceEqual(Begin))
            return null;
        var blocks = new List<NettraceBlock> { new(0, Begin.Length, 0, 0, true) };
        Span<byte> head = stackalloc byte[16 + LongestName + 5];
        for (long at = Begin.Length; ;)
        {
            file.Position = at;
            int read = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
            if (read < 20 || head[0] != BeginObject)
                return blocks;
            int version = BinaryPrimitives.ReadInt32LittleEndian(head[3..]), length = BinaryPrimitives.ReadInt32LittleEndian(head[11..]);
            if (head[1] != BeginObject || head[2] != NullReference || length is <= 0 or > LongestName || 15 + length + 5 > read || head[15 + length] != EndObject)
                return null;
            ReadOnlySpan<byte> name = head.Slice(15, length);
            int content = 15 + length + 1;
            if (name.SequenceEqual("Trace"u8))
            {
                if (version != Known)
                    return null;
                blocks.Add(new NettraceBlock(at, content + TraceLength + 1, 0, 0, true));
                at += content + TraceLength + 1;
                continue;
            }

            int size = BinaryPrimitives.ReadInt32LittleEndian(head[content..]);
            long data = (at + content + sizeof(int) + 3) & ~3L;
            if (size < 0 || data + size + 1 > file.Length)
                return blocks;
            blocks.Add(new NettraceBlock(at, content + sizeof(int), data, size + 1, name.SequenceEqual("MetadataBlock"u8)));
            at = data + size + 1;
        }
    }
}

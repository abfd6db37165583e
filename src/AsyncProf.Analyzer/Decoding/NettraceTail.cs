using System.Buffers.Binary;
using AsyncProf.Decoding.Stacks;

namespace AsyncProf.Decoding;

/// <summary>
/// The end of a <c>.nettrace</c> file as a file of its own: what describes events, and the last blocks of them. A session's rundown stands there, so that reading only
/// the modules does not take reading the hundreds of megabytes before it.
/// </summary>
internal static class NettraceTail
{
    /// <summary>More than these, in blocks of a usual size, are 100 GB.</summary>
    private const int MostBlocks = 1_000_000;

    /// <summary>The end of a file, read from a stream at its beginning; null where there is nothing to be left out, or the format is another.</summary>
    /// <param name="file">The stream.</param>
    /// <param name="kept">How much of its end is kept, in bytes.</param>
    public static Stream? Open(FileStream file, long kept)
    {
        long end = file.Length - SamplesTrailer.LengthIn(file);
        file.Position = 0;
        if (end < kept * 2 || Blocks(file) is not { } blocks)
            return null;
        long from = end - kept;
        return new SplicedStream(file, blocks.Where(block => block.IsDescription || block.Data + block.DataLength > from));
    }

    /// <summary>All objects of a file, in order; a file that ends in the middle has those before.</summary>
    private static List<NettraceBlock>? Blocks(FileStream file)
    {
        Span<byte> begin = stackalloc byte[NettraceLayout.Begin.Length];
        if (file.ReadAtLeast(begin, begin.Length, throwOnEndOfStream: false) < begin.Length || !begin.SequenceEqual(NettraceLayout.Begin))
            return null;
        var blocks = new List<NettraceBlock> { new(0, begin.Length, 0, 0, true) };
        Span<byte> head = stackalloc byte[NettraceLayout.NameAt + NettraceLayout.LongestName + 6];
        for (long at = begin.Length; ;)
        {
            file.Position = at;
            int read = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
            if (read < 20 || head[0] != NettraceLayout.BeginObject)
                return blocks;
            if (!NettraceLayout.TryHead(head, out int version, out int length))
                return null;
            int content = NettraceLayout.NameAt + length + 1;
            if (content + sizeof(int) > read || head[content - 1] != NettraceLayout.EndObject)
                return null;
            ReadOnlySpan<byte> name = head.Slice(NettraceLayout.NameAt, length);
            if (name.SequenceEqual(NettraceLayout.Trace))
            {
                if (version != NettraceLayout.Known)
                    return null;
                blocks.Add(new NettraceBlock(at, content + NettraceLayout.TraceLength + 1, 0, 0, true));
                at += content + NettraceLayout.TraceLength + 1;
                continue;
            }

            int size = BinaryPrimitives.ReadInt32LittleEndian(head[content..]);
            long data = (at + content + sizeof(int) + 3) & ~3L;
            if (size < 0 || data + size + 1 > file.Length)
                return blocks;
            if (blocks.Count == MostBlocks)
                return null;
            blocks.Add(new NettraceBlock(at, content + sizeof(int), data, size + 1, name.SequenceEqual(NettraceLayout.Description)));
            at = data + size + 1;
        }
    }
}

using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace AsyncProf.Decoding;

/// <summary>Where the objects of a <c>.nettrace</c> file lie, without reading what is in them.</summary>
internal static class NettraceBlocks
{
    /// <summary>More than these, in blocks of a usual size, are 100 GB.</summary>
    private const int MostBlocks = 1_000_000;

    /// <summary>A description of events is much shorter, in bytes.</summary>
    private const int LongestDescription = 1 << 20;

    /// <summary>Whether a file may hold events of a source; false only where none of its descriptions names the source.</summary>
    /// <param name="path">The file.</param>
    /// <param name="source">The source's name.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static bool MayHave(string path, string source)
    {
        using FileStream file = File.Open(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (Of(file, isLastOnly: false) is not { } blocks)
            return true;
        ReadOnlySpan<byte> wanted = MemoryMarshal.AsBytes(source.AsSpan());
        foreach (NettraceBlock block in blocks)
        {
            if (!block.IsDescription || block.DataLength == 0)
                continue;
            if (block.DataLength > LongestDescription)
                return true;
            byte[] data = new byte[block.DataLength];
            file.Position = block.Data;
            if (data.AsSpan(0, file.ReadAtLeast(data, data.Length, throwOnEndOfStream: false)).IndexOf(wanted) >= 0)
                return true;
        }

        return false;
    }

    /// <summary>All objects of a file, in order; a file that ends in the middle has those before. Null where the format is another.</summary>
    /// <param name="file">The file.</param>
    /// <param name="isLastOnly">Of a recording of several sessions, whether only the last one's are wanted.</param>
    public static List<NettraceBlock>? Of(FileStream file, bool isLastOnly)
    {
        Span<byte> begin = stackalloc byte[NettraceLayout.Begin.Length];
        if (file.ReadAtLeast(begin, begin.Length, throwOnEndOfStream: false) < begin.Length || !begin.SequenceEqual(NettraceLayout.Begin))
            return null;
        var blocks = new List<NettraceBlock> { new(0, begin.Length, 0, 0, true) };
        Span<byte> head = stackalloc byte[NettraceLayout.NameAt + NettraceLayout.LongestName + 6];
        long origin = 0; // of the session: boundaries are counted from there
        for (long at = begin.Length; ;)
        {
            file.Position = at;
            int read = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
            if (read > begin.Length && head[0] == NettraceLayout.NullReference && head[1..].StartsWith(begin))
            {
                if (isLastOnly)
                    blocks.Clear();
                if (blocks.Count == MostBlocks)
                    return null;
                origin = at + 1;
                blocks.Add(new NettraceBlock(origin, begin.Length, 0, 0, true));
                at = origin + begin.Length;
                continue;
            }

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
            long data = origin + ((at - origin + content + sizeof(int) + 3) & ~3L);
            if (size < 0 || data + size + 1 > file.Length)
                return blocks;
            if (blocks.Count == MostBlocks)
                return null;
            blocks.Add(new NettraceBlock(at, content + sizeof(int), data, size + 1, name.SequenceEqual(NettraceLayout.Description)));
            at = data + size + 1;
        }
    }
}

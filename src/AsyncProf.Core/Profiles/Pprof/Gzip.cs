using System.Buffers.Binary;
using System.IO.Compression;
using AsyncProf.Budgets;

namespace AsyncProf.Profiles.Pprof;

/// <summary>Unpacks gzip files of one member or of several, one behind the other, as <c>cat a.gz b.gz</c> makes them; their contents follow each other too.</summary>
internal static class Gzip
{
    private const int HeaderLength = 10, TrailerLength = 8;

    /// <summary>Nothing that is packed so is more than so many times as long unpacked.</summary>
    private const int LargestRatio = 1032;

    private const byte HasChecksum = 2, HasExtra = 4, HasName = 8, HasComment = 16;

    /// <summary>Whether bytes begin as such a file does.</summary>
    public static bool Is(ReadOnlySpan<byte> file) => file is [0x1f, 0x8b, 8, ..];

    /// <summary>Unpacks a whole file.</summary>
    /// <param name="packed">The file.</param>
    /// <param name="memory">What comes of it is charged there.</param>
    /// <exception cref="InvalidDataException">It is damaged or cut short; the message says so.</exception>
    public static ArraySegment<byte> Unpack(ArraySegment<byte> packed, MemoryAccount memory)
    {
        bool isLong = packed.Count >= HeaderLength + TrailerLength;
        try
        {
            using var gzip = new GZipStream(Open(packed), CompressionMode.Decompress);
            ArraySegment<byte> bytes = WholeStream.Read(gzip, isLong ? Math.Min(LastLength(packed), packed.Count * (long)LargestRatio) : 0, memory);

            // The last four bytes are the length of what was packed: a file that was cut short has others there, and so may one of several members, where it is the last one's.
            if (isLong && (LastLength(packed) == (uint)bytes.Count || IsWhole(packed)))
                return bytes;
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException("its compressed data is damaged", exception);
        }

        throw new InvalidDataException("its compressed data is cut short");
    }

    private static MemoryStream Open(ArraySegment<byte> packed) => new(packed.Array!, packed.Offset, packed.Count, writable: false);

    private static uint LastLength(ReadOnlySpan<byte> packed) => BinaryPrimitives.ReadUInt32LittleEndian(packed[^sizeof(uint)..]);

    /// <summary>Goes from member to member to the end of the file. Only where the length does not fit: it takes several times as long as unpacking.</summary>
    private static bool IsWhole(ArraySegment<byte> packed)
    {
        byte[] unpacked = new byte[1 << 16];
        for (int at = 0; at < packed.Count;)
        {
            at += HeaderOf(packed.AsSpan(at));
            if (at > packed.Count)
                return false;
            using var rest = new SingleByteStream(Open(packed[at..]));
            using var deflate = new DeflateStream(rest, CompressionMode.Decompress);
            long length = 0;
            for (int read; (read = deflate.Read(unpacked)) > 0;)
                length += read;
            at += (int)rest.Position + TrailerLength;
            if (at > packed.Count || LastLength(packed.AsSpan(0, at)) != (uint)length)
                return false;
        }

        return true;
    }

    /// <summary>The length of a member's header; more than there is where it is not whole, or none.</summary>
    private static int HeaderOf(ReadOnlySpan<byte> member)
    {
        const int None = int.MaxValue / 2;
        if (member.Length < HeaderLength || !Is(member))
            return None;
        byte flags = member[3];
        int length = HeaderLength;
        if ((flags & HasExtra) != 0)
            length += member.Length < length + sizeof(ushort) ? None : sizeof(ushort) + BinaryPrimitives.ReadUInt16LittleEndian(member[length..]);
        foreach (byte text in (ReadOnlySpan<byte>)[HasName, HasComment])
        {
            if ((flags & text) != 0 && length < member.Length)
                length += member[length..].IndexOf((byte)0) is var end && end < 0 ? None : end + 1;
        }

        return length + ((flags & HasChecksum) != 0 ? sizeof(ushort) : 0);
    }
}

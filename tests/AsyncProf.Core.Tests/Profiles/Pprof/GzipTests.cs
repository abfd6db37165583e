using System.IO.Compression;
using System.Text;
using AsyncProf.Budgets;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Pprof;
using AsyncProf.Testing;

namespace AsyncProf.Core.Tests.Profiles.Pprof;

public class GzipTests
{
    [Fact]
    public void Read_OfTwoProfilesOneBehindTheOther_AddsThemUp()
    {
        // One profile in two halves: messages of protocol buffers that follow each other are one.
        byte[] whole = PprofWriter.Write(Playback.OfRandom(1));
        int cut = FieldsUpTo(whole, whole.Length / 2);

        AsyncProfile read = Read([.. Pack(whole[..cut]), .. Pack(whole[cut..])]);

        Assert.Equal(PprofWriter.Write(PprofReader.Read(whole)), PprofWriter.Write(read));
    }

    [Fact]
    public void Unpack_OfSeveralMembers_TakesAllOfThem()
    {
        string[] parts = ["one", "", new string('x', 100_000), "four"];

        ArraySegment<byte> unpacked = Gzip.Unpack(parts.SelectMany(part => Pack(Encoding.ASCII.GetBytes(part))).ToArray(), Account());

        Assert.Equal(string.Concat(parts), Encoding.ASCII.GetString(unpacked));
    }

    [Fact]
    public void Unpack_OfMembersWithNamesAndComments_TakesAllOfThem()
    {
        byte[] plain = Pack("first"u8.ToArray());
        byte[] named = [0x1f, 0x8b, 8, 2 | 4 | 8 | 16, 0, 0, 0, 0, 0, 3, 3, 0, 1, 2, 3, .. "name\0comment\0"u8, 0, 0];
        int checksum = ChecksumOf(named[..^2]);
        named[^2] = (byte)checksum;
        named[^1] = (byte)(checksum >> 8);

        ArraySegment<byte> unpacked = Gzip.Unpack((byte[])[.. plain, .. named, .. plain[10..], .. Pack("last"u8.ToArray())], Account());

        Assert.Equal("firstfirstlast", Encoding.ASCII.GetString(unpacked));
    }

    [Fact]
    public void Unpack_OfMembersCutAnywhere_IsRefused()
    {
        byte[] first = Pack(new byte[1_000]), whole = [.. first, .. Pack("the second one"u8.ToArray())];
        for (int length = 1; length < whole.Length; length++)
        {
            if (length != first.Length)
                Assert.StartsWith("its compressed data is ", Assert.Throws<InvalidDataException>(() => Gzip.Unpack(whole[..length], Account())).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Unpack_OfWhatIsFollowedByMore_IsRefused() =>
        Assert.Throws<InvalidDataException>(() => Gzip.Unpack((byte[])[.. Pack(new byte[100]), 1, 2, 3, 4, 5], Account()));

    private static AsyncProfile Read(byte[] packed) => ProfileFile.Read(new MemoryStream(packed));

    private static MemoryAccount Account() => new MemoryBudget(16 << 20).Open();

    private static byte[] Pack(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(bytes);
        return packed.ToArray();
    }

    /// <summary>Where a field ends, at or after a place.</summary>
    private static int FieldsUpTo(byte[] message, int place)
    {
        for (int at = place; at < message.Length; at++)
        {
            try
            {
                var reader = new ProtoReader(message.AsSpan(0, at));
                while (reader.Next())
                {
                }

                return at;
            }
            catch (InvalidDataException)
            {
                // In the middle of one.
            }
        }

        return message.Length;
    }

    /// <summary>The lower half of the CRC-32 of a header.</summary>
    private static int ChecksumOf(byte[] header)
    {
        uint crc = uint.MaxValue;
        foreach (byte next in header)
        {
            crc ^= next;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);
        }

        return (int)(~crc & 0xFFFF);
    }
}

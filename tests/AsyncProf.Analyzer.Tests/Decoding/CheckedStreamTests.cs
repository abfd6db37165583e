using System.Text;
using AsyncProf.Analyzer.Tests.Recording;
using AsyncProf.Decoding;

namespace AsyncProf.Analyzer.Tests.Decoding;

[Collection(OwnRecordingCollection.Name)]
public sealed class CheckedStreamTests(OwnRecording recording)
{
    private const int Int32 = 9, Structure = 1, Array = 19, Unknown = 99;

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1 << 16)]
    public void Read_OfARecording_PassesOnEveryByte(int step)
    {
        byte[] whole = File.ReadAllBytes(recording.Path), buffer = new byte[step];
        using var stream = new CheckedStream(new MemoryStream(whole));
        using var passed = new MemoryStream();

        while (stream.Read(buffer, 0, step) is var read and > 0)
        {
            passed.Write(buffer, 0, read);
            Assert.Equal(passed.Length, stream.Position);
        }

        Assert.Equal(whole, passed.ToArray());
        Assert.Null(stream.Refusal);
    }

    [Fact]
    public void Read_OfAFileCutAnywhere_PassesOnItsBeginning()
    {
        byte[] whole = File.ReadAllBytes(recording.Path);
        var random = new Random(1);
        for (int i = 0; i < 300; i++)
        {
            int length = random.Next(Math.Min(whole.Length, i < 200 ? 5_000 : int.MaxValue));
            using var stream = new CheckedStream(new MemoryStream(whole[..length]));
            using var passed = new MemoryStream();

            stream.CopyTo(passed);

            Assert.True(whole.AsSpan().StartsWith(passed.ToArray()));
        }
    }

    [Fact]
    public void Read_OfAnotherVersion_RefusesIt()
    {
        byte[] whole = File.ReadAllBytes(recording.Path), next = [.. "Nettrace\0\0\0\0"u8, 6, 0, 0, 0, .. new byte[100]];
        whole[35] = 5; // after the beginning and the three tags of the first block

        Assert.Contains("version 5", Refused(whole), StringComparison.Ordinal);
        Assert.Contains("version of the format", Refused(next), StringComparison.Ordinal);
    }

    [Fact]
    public void Check_OfDescriptionsThatCanBe_LetsThemThrough()
    {
        MetadataCheck.Check(Block());
        MetadataCheck.Check(Block(Event([])));
        MetadataCheck.Check(Block(Event(Fields(Int32)), Event([.. Fields(Structure, 1, Int32), .. Text("")]), Event([.. Bytes(1, Unknown), .. Tag(77, [1, 2])])));
        MetadataCheck.Check(Block(Event([.. Bytes(0), .. Tag(2, Lengths(Array, Int32))])));
        MetadataCheck.Check(Block(Event([.. Bytes(0), .. Tag(1, [3]), .. Tag(77, [1, 2, 3])])));
    }

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(100_000_000)]
    [InlineData(-1)]
    public void Check_OfMoreFieldsThanThereIsRoomFor_Refuses(int count)
    {
        Assert.Throws<InvalidDataException>(() => MetadataCheck.Check(Block(Event(Bytes(count)))));
        Assert.Throws<InvalidDataException>(() => MetadataCheck.Check(Block(Event(Bytes(1, Structure, count)))));
        Assert.Throws<InvalidDataException>(() => MetadataCheck.Check(Block(Event([.. Bytes(0), .. Tag(2, Bytes(count))]))));
        Assert.Throws<InvalidDataException>(() => MetadataCheck.Check(Block(Event([.. Bytes(1, Unknown), .. Tag(2, Bytes(count))])))); // it reads on there
    }

    [Fact]
    public void Check_OfFieldsTooDeepInEachOther_Refuses()
    {
        int[] deep = [1, .. Enumerable.Repeat<int[]>([Structure, 1], 100_000).SelectMany(level => level)];
        int[] arrays = [.. Enumerable.Repeat(Array, 100_000), Int32];

        Assert.Throws<InvalidDataException>(() => MetadataCheck.Check(Block(Event(Bytes(deep)))));
        Assert.Throws<InvalidDataException>(() => MetadataCheck.Check(Block(Event([.. Bytes(0), .. Tag(2, Lengths(arrays))]))));
    }

    private static string Refused(byte[] file)
    {
        using var stream = new CheckedStream(new MemoryStream(file));
        string message = Assert.Throws<InvalidDataException>(() => stream.CopyTo(Stream.Null)).Message;
        Assert.Equal(stream.Refusal, message);
        return message;
    }

    private static byte[] Bytes(params int[] numbers) => [.. numbers.SelectMany(BitConverter.GetBytes)];

    private static byte[] Text(string text) => [.. Encoding.Unicode.GetBytes(text), 0, 0];

    /// <summary>One field, with what its type takes, without a name.</summary>
    private static byte[] Fields(params int[] type) => [.. Bytes(1), .. Bytes(type), .. Text("")];

    /// <summary>The same as a field that tells its length.</summary>
    private static byte[] Lengths(params int[] type) => [.. Bytes(1), .. Bytes(((type.Length + 1) * sizeof(int)) + 2), .. Text(""), .. Bytes(type)];

    private static byte[] Tag(byte tag, byte[] content) => [.. Bytes(content.Length), tag, .. content];

    private static byte[] Event(byte[] rest) => [.. Bytes(1), .. Text("Provider"), .. Bytes(7), .. Text("Event"), .. Bytes(0, 0, 0, 4), .. rest];

    /// <summary>Events with compressed heads of which each tells its length.</summary>
    private static byte[] Block(params byte[][] events) => [4, 0, 1, 0, .. events.SelectMany<byte[], byte>(content => [128, 0, .. Number(content.Length), .. content])];

    private static byte[] Number(int value) => value < 128 ? [(byte)value] : [(byte)(value | 128), .. Number(value >> 7)];
}

using System.Text;
using AsyncProf.Decoding;

namespace AsyncProf.Analyzer.Tests.Decoding;

/// <summary>Bytes of a <c>.nettrace</c> file, for recordings that no runtime writes.</summary>
internal sealed class NettraceFile
{
    private readonly List<byte> _bytes;

    /// <summary>Begins with a recording, whose end mark is left out.</summary>
    public NettraceFile(byte[] recording)
    {
        Assert.Equal(NettraceLayout.NullReference, recording[^1]);
        _bytes = [.. recording.AsSpan(0, recording.Length - 1)];
    }

    public byte[] Bytes => [.. _bytes];

    /// <summary>Adds a block.</summary>
    public NettraceFile Add(string type, byte[] data)
    {
        _bytes.AddRange([5, 5, 1, 2, 0, 0, 0, 0, 0, 0, 0, .. BitConverter.GetBytes(type.Length), .. Encoding.ASCII.GetBytes(type), 6, .. BitConverter.GetBytes(data.Length)]);
        while (_bytes.Count % 4 != 0)
            _bytes.Add(0);
        _bytes.AddRange(data);
        _bytes.Add(6);
        return this;
    }

    /// <summary>A block of one stack that has the highest number, of so many bytes.</summary>
    public static byte[] Stack(int length) => [.. BitConverter.GetBytes(int.MaxValue), .. BitConverter.GetBytes(1), .. BitConverter.GetBytes(length), .. new byte[length]];

    /// <summary>A block of so many events that take one byte each.</summary>
    public static byte[] Events(int count) => [20, 0, 1, 0, .. new byte[16], .. new byte[count]];

    /// <summary>Describes events of a source by a number.</summary>
    public NettraceFile Describe(int number, string source, int id)
    {
        byte[] text = [.. BitConverter.GetBytes(number), .. Encoding.Unicode.GetBytes(source + '\0'), .. BitConverter.GetBytes(id), 0, 0, .. new byte[8], 1, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0];
        return Add("MetadataBlock", [20, 0, 1, 0, .. new byte[16], 0x80, 0, .. Number(text.Length), .. text]);
    }

    /// <summary>A block of one event, by the number that describes it; each from a thread of its own, so that none seems to be lost before it.</summary>
    public NettraceFile Add(int number, long timestamp, byte[] payload) =>
        Add("EventBlock", [20, 0, 1, 0, .. new byte[16], 0x87, .. Number(number), 1, .. Number(_bytes.Count), 0, 1, .. Number(timestamp), .. Number(payload.Length), .. payload]);

    private static byte[] Number(long value)
    {
        var bytes = new List<byte>();
        for (; value >= 0x80; value >>= 7)
            bytes.Add((byte)(value | 0x80));
        bytes.Add((byte)value);
        return [.. bytes];
    }
}

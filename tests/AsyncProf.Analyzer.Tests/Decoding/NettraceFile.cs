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
}

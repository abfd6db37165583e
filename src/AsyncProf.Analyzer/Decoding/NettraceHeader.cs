using System.Buffers.Binary;

namespace AsyncProf.Decoding;

/// <summary>What stands at the beginning of a <c>.nettrace</c> file of version 4.</summary>
/// <param name="Frequency">The ticks of its clock, a second.</param>
/// <param name="Pid">The process; 0 where the file does not say.</param>
/// <param name="Start">When the session began, in ticks; 0 where the file does not say.</param>
internal readonly record struct NettraceHeader(long Frequency, int Pid, long Start)
{
    private const long Nanoseconds = 1_000_000_000;
    private const int NameAt = 47, StartAt = 69, FrequencyAt = 77, PidAt = 89, Length = 93;

    /// <summary>Reads it; where the format is another, what holds on Unix.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static NettraceHeader Of(string path)
    {
        Span<byte> head = stackalloc byte[Length];
        using FileStream file = File.Open(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (file.ReadAtLeast(head, Length, throwOnEndOfStream: false) < Length || !head[NameAt..].StartsWith("Trace"u8))
            return new NettraceHeader(Nanoseconds, 0, 0);
        long frequency = BinaryPrimitives.ReadInt64LittleEndian(head[FrequencyAt..]);
        return new NettraceHeader(frequency is >= 1_000 and <= Nanoseconds * 10 ? frequency : Nanoseconds, Math.Max(0, BinaryPrimitives.ReadInt32LittleEndian(head[PidAt..])), BinaryPrimitives.ReadInt64LittleEndian(head[StartAt..]));
    }
}

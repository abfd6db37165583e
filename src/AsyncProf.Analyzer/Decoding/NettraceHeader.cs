using System.Buffers.Binary;

namespace AsyncProf.Decoding;

/// <summary>What stands at the beginning of a <c>.nettrace</c> file of version 4.</summary>
/// <param name="Frequency">The ticks of its clock, a second.</param>
/// <param name="Pid">The process; 0 where the file does not say.</param>
/// <param name="Start">When the session began, in ticks; 0 where the file does not say.</param>
/// <param name="Processors">How many processors the process may run on; 0 where the file does not say.</param>
internal readonly record struct NettraceHeader(long Frequency, int Pid, long Start, int Processors = 0)
{
    private const long Nanoseconds = 1_000_000_000;
    private static readonly NettraceHeader Unknown = new(Nanoseconds, 0, 0);

    private const int NameAt = 47, UtcAt = 53, StartAt = 69, FrequencyAt = 77, PidAt = 89, ProcessorsAt = 93;

    /// <summary>When the session began by the wall clock, to the millisecond, in <see cref="DateTime.Ticks"/>; 0 where the file does not say.</summary>
    public long StartUtc { get; init; }

    /// <summary>How much of a file it is, in bytes.</summary>
    public const int Length = 97;

    /// <summary>Reads it; where the format is another, what holds on Unix.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static NettraceHeader Of(string path)
    {
        Span<byte> head = stackalloc byte[Length];
        using FileStream file = File.Open(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        return file.ReadAtLeast(head, Length, throwOnEndOfStream: false) < Length ? Unknown : In(head) ?? Unknown;
    }

    /// <summary>Reads that of a beginning; null where the format is another.</summary>
    public static NettraceHeader? In(ReadOnlySpan<byte> head)
    {
        if (head.Length < Length || !head[NameAt..].StartsWith(NettraceLayout.Trace))
            return null;
        long frequency = BinaryPrimitives.ReadInt64LittleEndian(head[FrequencyAt..]);
        return new NettraceHeader(frequency is >= 1_000 and <= Nanoseconds * 10 ? frequency : Nanoseconds, Math.Max(0, BinaryPrimitives.ReadInt32LittleEndian(head[PidAt..])), BinaryPrimitives.ReadInt64LittleEndian(head[StartAt..]), Math.Max(0, BinaryPrimitives.ReadInt32LittleEndian(head[ProcessorsAt..])))
        {
            StartUtc = UtcIn(head[UtcAt..]),
        };
    }

    /// <summary>Year, month, day of the week, day, hour, minute, second and millisecond, of 16 bits each.</summary>
    private static long UtcIn(ReadOnlySpan<byte> time)
    {
        Span<int> parts = stackalloc int[8];
        for (int part = 0; part < parts.Length; part++)
            parts[part] = BinaryPrimitives.ReadUInt16LittleEndian(time[(part * sizeof(ushort))..]);
        bool isDate = parts[0] is > 0 and < 10_000 && parts[1] is > 0 and <= 12 && parts[3] > 0 && parts[3] <= DateTime.DaysInMonth(parts[0], parts[1]);
        return isDate && parts[4] < 24 && parts[5] < 60 && parts[6] < 60 && parts[7] < 1000
            ? new DateTime(parts[0], parts[1], parts[3], parts[4], parts[5], parts[6], parts[7], DateTimeKind.Utc).Ticks
            : 0;
    }
}

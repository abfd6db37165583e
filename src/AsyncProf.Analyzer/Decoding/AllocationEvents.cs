using System.Buffers.Binary;

namespace AsyncProf.Decoding;

/// <summary>
/// What is known of the runtime's samples of allocations: https://learn.microsoft.com/dotnet/fundamentals/diagnostics/runtime-garbage-collection-events for those of each 100 KB, and
/// https://github.com/dotnet/runtime/blob/main/docs/design/features/RandomizedAllocationSampling.md for those of .NET 10 and later, which are taken by chance.
/// </summary>
internal static class AllocationEvents
{
    /// <summary>The keyword of sampling by chance, at the level Informational. Ticks are the garbage collector's, at the level Verbose.</summary>
    public const long SampleKeyword = 0x80000000000;

    /// <summary>The events.</summary>
    public const int Tick = 10, Sample = 303;

    /// <summary>Each byte has a chance of one in so many to be sampled.</summary>
    private const double Mean = 102_400;

    /// <summary>More than any heap holds.</summary>
    private const long MostBytes = 1L << 46;

    private const int Large = 1;

    /// <summary>Reads a sample; false if it is none. Of 64-bit processes only.</summary>
    /// <param name="id">The event.</param>
    /// <param name="payload">Its payload.</param>
    /// <param name="sample">The sample.</param>
    public static bool TryRead(int id, ReadOnlySpan<byte> payload, out AllocationSample sample)
    {
        // A tick: amount in 32 bits, kind, runtime, amount in 64 bits, type, its name. A sample: kind, runtime, type, its name, address, size, the byte that was hit.
        int before = id == Tick ? 26 : 14, after = id == Tick ? 0 : 24;
        sample = default;
        if (payload.Length < before + sizeof(char) + after)
            return false;
        ReadOnlySpan<char> type = TplDecoder.Text(payload[before..]);
        int end = before + ((type.Length + 1) * sizeof(char));
        if (payload.Length < end + after)
            return false;
        long bytes = id == Tick ? BinaryPrimitives.ReadInt64LittleEndian(payload[10..]) : Weight(BinaryPrimitives.ReadInt64LittleEndian(payload[(end + 8)..]));
        if (bytes is <= 0 or > MostBytes || IsOfTracing(type))
            return false;
        sample = new AllocationSample(type, bytes, BinaryPrimitives.ReadInt32LittleEndian(payload[(id == Tick ? 4 : 0)..]) == Large);
        return true;
    }

    /// <summary>Whether only who tells of tasks allocates such objects: the runtime, or the profiler. They are taken out of what is measured as well.</summary>
    private static bool IsOfTracing(ReadOnlySpan<char> type) => type.EndsWith("ContinuationWrapper", StringComparison.Ordinal) || type.StartsWith("AsyncProf.Events.", StringComparison.Ordinal) || type.StartsWith("AsyncProf.Capture.", StringComparison.Ordinal);

    /// <summary>For how many bytes an object stands that was hit: its size, divided by the chance that it was.</summary>
    private static long Weight(long size) => size is <= 0 or > MostBytes ? 0 : (long)(size / (1 - Math.Exp(-size / Mean)));
}

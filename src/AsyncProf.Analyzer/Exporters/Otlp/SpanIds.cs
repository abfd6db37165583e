using System.Buffers.Binary;
using System.Security.Cryptography;

namespace AsyncProf.Exporters.Otlp;

/// <summary>Ids of spans that nobody has given one: the same each time a recording is read, and unlike all others.</summary>
internal static class SpanIds
{
    private const ulong Step = 0x9E3779B97F4A7C15;

    /// <summary>The id of a trace that the target knows nothing of.</summary>
    /// <param name="pid">The process.</param>
    /// <param name="start">When its recording began, in ticks.</param>
    /// <param name="number">How many such traces the recording had before.</param>
    public static TraceId Trace(int pid, long start, long number)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        Hash(pid, start, number, hash);
        return new TraceId(BinaryPrimitives.ReadInt64BigEndian(hash), BinaryPrimitives.ReadInt64BigEndian(hash[8..]) | 1);
    }

    /// <summary>The id of the process itself, as far as one recording knows it.</summary>
    /// <inheritdoc cref="Trace"/>
    public static Guid Instance(int pid, long start)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        Hash(pid, start, -1, hash);
        return new Guid(hash[..TraceId.Length]);
    }

    private static void Hash(int pid, long start, long number, Span<byte> hash)
    {
        Span<byte> seed = stackalloc byte[20];
        BinaryPrimitives.WriteInt64BigEndian(seed, start);
        BinaryPrimitives.WriteInt64BigEndian(seed[8..], number);
        BinaryPrimitives.WriteInt32BigEndian(seed[16..], pid);
        SHA256.HashData(seed, hash);
    }

    /// <summary>The id of a span below another, or of the first one of a trace.</summary>
    /// <param name="above">The id of the span above all of its kind, or a half of the trace's.</param>
    /// <param name="number">Its number among them.</param>
    public static long Span(long above, int number)
    {
        ulong mixed = (ulong)above + (Step * ((ulong)number + 1));
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        mixed ^= mixed >> 31;
        return mixed == 0 ? 1 : (long)mixed;
    }
}

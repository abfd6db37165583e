using System.Buffers.Binary;

namespace AsyncProf.Exporters.Otlp;

/// <summary>A W3C trace id in two halves, big-endian.</summary>
internal readonly record struct TraceId(long High, long Low)
{
    public const int Length = 16;

    /// <summary>Writes its bytes in the order of the W3C.</summary>
    public void CopyTo(Span<byte> bytes)
    {
        BinaryPrimitives.WriteInt64BigEndian(bytes, High);
        BinaryPrimitives.WriteInt64BigEndian(bytes[8..], Low);
    }
}

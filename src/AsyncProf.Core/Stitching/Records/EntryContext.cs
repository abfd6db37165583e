using System.Buffers.Binary;

namespace AsyncProf.Stitching.Records;

/// <summary>Where an entry stands in its trace, and when by the wall clock.</summary>
internal struct EntryContext
{
    /// <summary>The W3C trace id in two halves, and the span id, all big-endian; 0 where there is no activity.</summary>
    public long TraceHigh;
    public long TraceLow;
    public long Span;

    /// <summary>The span id of a caller whose span will be seen; 0 for none, or where the process exports its own span.</summary>
    public long Parent;

    /// <summary>The activity's start in <see cref="DateTime.Ticks"/> UTC and its duration, in units of 100 ns.</summary>
    public long StartUtc;
    public long Duration;

    /// <summary>The bytes of a W3C trace id.</summary>
    public const int TraceIdLength = 16;

    /// <summary>Writes the trace id as the W3C orders its bytes.</summary>
    public readonly void CopyTraceId(Span<byte> id)
    {
        BinaryPrimitives.WriteInt64BigEndian(id, TraceHigh);
        BinaryPrimitives.WriteInt64BigEndian(id[8..], TraceLow);
    }

    /// <summary>The trace id as the W3C writes it; empty where there is no activity.</summary>
    public readonly string TraceIdText()
    {
        if (!HasTrace)
            return "";
        Span<byte> id = stackalloc byte[TraceIdLength];
        CopyTraceId(id);
        return Convert.ToHexString(id).ToLowerInvariant();
    }

    public readonly bool HasTrace => (TraceHigh | TraceLow) != 0 && Span != 0;
}

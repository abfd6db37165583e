using System.Globalization;

namespace AsyncProf.Profiles.Data;

/// <summary>The span of a request, by the ids that W3C gives it.</summary>
/// <param name="Trace">The trace id, its first byte the highest.</param>
/// <param name="Span">The span id, likewise.</param>
internal readonly record struct SpanLink(UInt128 Trace, ulong Span)
{
    private const int TraceDigits = 32, SpanDigits = 16;

    /// <summary>Whether it names no span: ids of zeros are none.</summary>
    public bool IsNone => Trace == 0 || Span == 0;

    /// <summary>The trace id in hexadecimal digits.</summary>
    public string TraceId => Trace.ToString("x32", CultureInfo.InvariantCulture);

    /// <summary>The span id in hexadecimal digits.</summary>
    public string SpanId => Span.ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>The span of two texts; none where they are no ids.</summary>
    public static SpanLink Read(string trace, string span) =>
        trace.Length == TraceDigits && span.Length == SpanDigits
        && UInt128.TryParse(trace, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out UInt128 traceId)
        && ulong.TryParse(span, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong spanId)
            ? new SpanLink(traceId, spanId)
            : default;
}

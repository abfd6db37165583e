namespace AsyncProf.Exporters.Otlp;

/// <summary>One span as it leaves. Times are nanoseconds since 1970, UTC.</summary>
/// <param name="Trace">Its trace.</param>
/// <param name="Id">Its id, big-endian; never 0.</param>
/// <param name="Parent">That of the span above; 0 for none.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Start">When it began.</param>
/// <param name="End">When it had ended.</param>
internal sealed record OtlpSpan(TraceId Trace, long Id, long Parent, string Name, long Start, long End)
{
    /// <summary>Whether it is a request's own, of kind <c>SERVER</c>; all others are <c>INTERNAL</c>.</summary>
    public bool IsRequest { get; init; }

    public bool IsError { get; init; }

    /// <summary>Its attributes: texts, whole numbers, numbers.</summary>
    public IReadOnlyList<KeyValuePair<string, object?>> Attributes { get; init; } = [];

    /// <summary>The request that it outlived; null for none.</summary>
    public (TraceId Trace, long Span)? Link { get; init; }
}

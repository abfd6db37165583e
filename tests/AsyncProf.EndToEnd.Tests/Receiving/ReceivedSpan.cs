using AsyncProf.EndToEnd.Tests.Receiving.Otlp;

namespace AsyncProf.EndToEnd.Tests.Receiving;

/// <summary>One span as it arrived. Times are nanoseconds since 1970.</summary>
public sealed record ReceivedSpan(string TraceId, string SpanId, string ParentId, string Name, int Kind, long Start, long End, string Scope)
{
    public required IReadOnlyDictionary<string, AnyValue> Attributes { get; init; }

    public required IReadOnlyDictionary<string, string> Resource { get; init; }

    public required IReadOnlyList<(string TraceId, string SpanId)> Links { get; init; }

    /// <summary>0 unset, 1 ok, 2 error.</summary>
    public required int Status { get; init; }

    public TimeSpan Duration => TimeSpan.FromTicks((End - Start) / 100);

    public TimeSpan Time(string attribute) => TimeSpan.FromSeconds(Attributes[attribute].DoubleValue);

    public override string ToString() => $"{Name} [{Start}..{End}] {SpanId} below {ParentId}";

    internal static IEnumerable<ReceivedSpan> Read(ExportTraceServiceRequest request)
    {
        foreach (ResourceSpans resource in request.ResourceSpans)
        {
            var attributes = resource.Resource.Attributes.ToDictionary(a => a.Key, a => a.Value.StringValue);
            foreach (ScopeSpans scope in resource.ScopeSpans)
            {
                foreach (Span span in scope.Spans)
                    yield return Read(span, scope.Scope.Name, attributes);
            }
        }
    }

    private static ReceivedSpan Read(Span span, string scope, IReadOnlyDictionary<string, string> resource) => new(
        Convert.ToHexString(span.TraceId.Span),
        Convert.ToHexString(span.SpanId.Span),
        Convert.ToHexString(span.ParentSpanId.Span),
        span.Name,
        span.Kind,
        (long)span.StartTimeUnixNano,
        (long)span.EndTimeUnixNano,
        scope)
    {
        Attributes = span.Attributes.ToDictionary(a => a.Key, a => a.Value),
        Resource = resource,
        Links = [.. span.Links.Select(link => (Convert.ToHexString(link.TraceId.Span), Convert.ToHexString(link.SpanId.Span)))],
        Status = span.Status?.Code ?? 0,
    };
}

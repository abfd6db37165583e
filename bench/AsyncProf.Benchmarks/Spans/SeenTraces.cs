using System.Buffers.Binary;
using AsyncProf.EndToEnd.Tests.Receiving.Otlp;

namespace AsyncProf.Benchmarks.Spans;

/// <summary>The traces that have arrived.</summary>
internal sealed class SeenTraces
{
    private const int Server = 2;

    private readonly Dictionary<UInt128, SeenTrace> _traces = [];
    private readonly Lock _lock = new();
    private long _spans;
    private long _profilerSpans;

    public SeenCounts Counts()
    {
        lock (_lock)
        {
            SeenTrace[] requests = [.. _traces.Values.Where(trace => trace.HasRequest)];
            return new SeenCounts(
                _spans,
                _profilerSpans,
                requests.Length,
                requests.Count(trace => trace.IsComplete),
                requests.Count(trace => trace.Detail == "full"),
                requests.Count(trace => trace.Detail == "full" && trace.IsComplete),
                requests.Count(trace => trace.Detail == "omitted"));
        }
    }

    public void Add(ExportTraceServiceRequest request)
    {
        lock (_lock)
        {
            foreach (ScopeSpans scope in request.ResourceSpans.SelectMany(resource => resource.ScopeSpans))
            {
                bool isProfiler = scope.Scope.Name == "AsyncProf";
                _spans += scope.Spans.Count;
                _profilerSpans += isProfiler ? scope.Spans.Count : 0;
                foreach (Span span in scope.Spans)
                    Add(span, isProfiler);
            }
        }
    }

    private void Add(Span span, bool isProfiler)
    {
        if (isProfiler)
        {
            if (Text(span, "code.function.name").StartsWith(typeof(Checkout).FullName!, StringComparison.Ordinal))
                TraceOf(span).Operations++; // and no wait that is long enough for a span
        }
        else if (span.Kind == Server && Text(span, "url.path") == SpansApp.Counted)
        {
            SeenTrace trace = TraceOf(span);
            (trace.HasRequest, trace.Detail) = (true, Text(span, "asyncprof.detail"));
        }
    }

    private SeenTrace TraceOf(Span span)
    {
        UInt128 id = BinaryPrimitives.ReadUInt128BigEndian(span.TraceId.Span);
        if (!_traces.TryGetValue(id, out SeenTrace? trace))
            _traces.Add(id, trace = new SeenTrace());
        return trace;
    }

    private static string Text(Span span, string name) => span.Attributes.FirstOrDefault(attribute => attribute.Key == name)?.Value.StringValue ?? "";
}

namespace AsyncProf.Exporters.Otlp;

/// <summary>Puts the spans of several traces together, as many as a line of a file or a request takes. A trace stays whole.</summary>
/// <param name="flush">Gets them; they are there during the call only.</param>
internal sealed class SpanBatcher(Action<IReadOnlyList<OtlpSpan>> flush) : ISpanSink
{
    /// <summary>As many as the OpenTelemetry SDK puts into one request.</summary>
    private const int Most = 512;

    private readonly List<OtlpSpan> _spans = [];

    public void Take(IReadOnlyList<OtlpSpan> trace)
    {
        if (_spans.Count > 0 && _spans.Count + trace.Count > Most)
            Flush();
        _spans.AddRange(trace);
        if (_spans.Count >= Most)
            Flush();
    }

    /// <summary>Hands on what is left.</summary>
    public void Flush()
    {
        if (_spans.Count > 0)
            flush(_spans);
        _spans.Clear();
    }
}

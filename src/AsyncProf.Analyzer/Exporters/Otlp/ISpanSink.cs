namespace AsyncProf.Exporters.Otlp;

/// <summary>Where spans go.</summary>
internal interface ISpanSink
{
    /// <summary>Takes the spans of one trace, or of one process's part of it, parents first.</summary>
    void Take(IReadOnlyList<OtlpSpan> trace);
}

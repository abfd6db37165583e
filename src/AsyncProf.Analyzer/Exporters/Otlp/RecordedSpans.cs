using AsyncProf.Attribution;
using AsyncProf.Decoding;

namespace AsyncProf.Exporters.Otlp;

/// <summary>The spans of one recording after the other, in batches.</summary>
/// <param name="options">Which are wanted.</param>
/// <param name="write">Gets each batch, and what it is of.</param>
internal sealed class RecordedSpans(OtlpOptions options, Action<OtlpResource, IReadOnlyList<OtlpSpan>> write)
{
    private SpanBatcher? _batches;

    /// <summary>What has become of the roots of all of them.</summary>
    public SpanTally Tally { get; } = new();

    /// <summary>What takes the trees of the next recording.</summary>
    public ITreeSink Next(RecordedTrees recorded)
    {
        Flush();
        OtlpResource? resource = null;
        _batches = new SpanBatcher(spans => write(resource ??= OtlpResource.Of(recorded, options.Resource, options.IsRedacted), spans));
        return new TreeSpans(recorded, options.Rules, _batches, Tally) { IsRedacted = options.IsRedacted };
    }

    /// <summary>Hands on what is left of the last one.</summary>
    public void Flush() => _batches?.Flush();
}

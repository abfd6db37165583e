using System.Runtime.ExceptionServices;
using AsyncProf.Budgets;
using AsyncProf.Cli.Arguments;
using AsyncProf.Cli.Output;
using AsyncProf.Exporters.Otlp;

namespace AsyncProf.Cli.Exporting;

/// <summary>Writes the spans of recordings: what was done when, where a profile holds sums.</summary>
/// <param name="options">Which spans.</param>
/// <param name="inference">Which edges may be inferred.</param>
/// <param name="memory">How much memory reading may take, in bytes.</param>
internal sealed class SpanExport(OtlpOptions options, Inference inference, long memory = MemoryBudget.DefaultLimit)
{
    /// <summary>What became of the roots.</summary>
    public SpanTally Tally { get; private set; } = new();

    /// <summary>Writes those of several recordings, one after the other.</summary>
    /// <exception cref="UserError">One of them cannot be read.</exception>
    public void Write(IReadOnlyList<string> recordings, Stream output) => Run(recordings, (resource, spans) => OtlpJson.WriteLine(resource, spans, output));

    /// <summary>Hands them on in batches.</summary>
    /// <param name="recordings">The files.</param>
    /// <param name="write">Gets each batch; what it throws comes out again.</param>
    /// <exception cref="UserError">One of them cannot be read.</exception>
    public void Run(IReadOnlyList<string> recordings, Action<OtlpResource, IReadOnlyList<OtlpSpan>> write)
    {
        ExceptionDispatchInfo? failure = null;
        var spans = new RecordedSpans(options, Guarded);
        Tally = spans.Tally;
        try
        {
            foreach (string recording in recordings)
                ProfileFiles.Load(recording, new MemoryBudget(memory), inference, trees: spans.Next);
            spans.Flush();
        }
        catch when (failure is not null)
        {
            failure.Throw(); // not the recording's fault
        }

        void Guarded(OtlpResource resource, IReadOnlyList<OtlpSpan> batch)
        {
            try
            {
                write(resource, batch);
            }
            catch (Exception exception)
            {
                failure = ExceptionDispatchInfo.Capture(exception);
                throw;
            }
        }
    }

    /// <summary>What there is to be said of the spans that were made, in a line.</summary>
    public static string Summary(SpanTally tally)
    {
        string text = FormattableString.Invariant($"{tally.Spans:N0} spans in {tally.Traces:N0} traces");
        if (tally.Below > 0)
            text += FormattableString.Invariant($", {tally.Below:N0} of them below requests that the process exports itself");
        if (tally.Left > 0)
            text += FormattableString.Invariant($"; left to the process, which profiles itself and sends them: {tally.Left:N0}");
        return text + (tally.Cut == 0 ? "" : FormattableString.Invariant($"; begun before or not ended, and left out: {tally.Cut:N0}"));
    }
}

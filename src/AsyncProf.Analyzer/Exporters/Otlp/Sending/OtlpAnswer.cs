namespace AsyncProf.Exporters.Otlp.Sending;

/// <summary>What came of one attempt to send a batch.</summary>
/// <param name="IsDelivered">Whether it was taken.</param>
/// <param name="MayRepeat">If it was not, whether another attempt may succeed.</param>
/// <param name="Problem">What was wrong, as the end of a sentence; empty for nothing.</param>
internal sealed record OtlpAnswer(bool IsDelivered, bool MayRepeat, string Problem)
{
    /// <summary>Spans that the receiver did not want though it took the batch.</summary>
    public long Rejected { get; init; }

    /// <summary>When it asks to be asked again; null where it does not say.</summary>
    public TimeSpan? After { get; init; }
}

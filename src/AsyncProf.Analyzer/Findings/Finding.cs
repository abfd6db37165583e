namespace AsyncProf.Findings;

/// <summary>Something that is probably wrong, with the numbers that say so.</summary>
/// <param name="Id">What kind of fault, the same in every version: <c>sync-over-async</c>.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Subject">The method or root it is about; empty for the recording as a whole.</param>
/// <param name="Evidence">What was measured, in one sentence with numbers.</param>
/// <param name="Advice">What to do about it, in one sentence.</param>
public sealed record Finding(string Id, Severity Severity, string Subject, string Evidence, string Advice)
{
    /// <summary>What has less than this share of its roots is counted and not shown, unless it is an error.</summary>
    public const double LeastShare = 0.01;

    /// <summary>The time that it costs at most, in nanoseconds; null where it is about the recording and not about time.</summary>
    public long? ImpactNs { get; init; }

    /// <summary>The share of the time of the roots it lies in, 0 to 1; null where it is about the recording and not about time.</summary>
    public double? ImpactShare { get; init; }

    /// <summary>Whether it costs too little to be shown unasked.</summary>
    public bool IsMinor => Severity != Severity.Error && ImpactShare < LeastShare;
}

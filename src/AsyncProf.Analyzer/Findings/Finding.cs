namespace AsyncProf.Findings;

/// <summary>Something that is probably wrong, with the numbers that say so.</summary>
/// <param name="Id">What kind of fault, the same in every version: <c>sync-over-async</c>.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Subject">The method or root it is about; empty for the recording as a whole.</param>
/// <param name="Evidence">What was measured, in one sentence with numbers.</param>
/// <param name="Advice">What to do about it, in one sentence.</param>
public sealed record Finding(string Id, Severity Severity, string Subject, string Evidence, string Advice);

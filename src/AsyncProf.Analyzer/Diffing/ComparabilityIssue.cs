namespace AsyncProf.Diffing;

/// <summary>Something in which recordings are not alike though it bears on what is compared.</summary>
/// <param name="Id">What it is, for programs.</param>
/// <param name="Text">A sentence.</param>
/// <param name="Breaks">Whether a strict comparison ends with it; the others are remarks.</param>
internal sealed record ComparabilityIssue(string Id, string Text, bool Breaks);

namespace AsyncProf.Spans;

/// <summary>What spans of a method say of it.</summary>
/// <param name="Shown">What they are called.</param>
/// <param name="Full">The method's canonical name.</param>
/// <param name="IsFramework">Whether it is one of the frameworks' own methods, and those are folded.</param>
internal sealed record SpanName(string Shown, string Full, bool IsFramework);

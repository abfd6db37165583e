namespace AsyncProf.Fleets.Traces;

/// <summary>A request, or an operation that nobody awaits, with the spans below it.</summary>
/// <param name="Span">Its own span.</param>
/// <param name="Below">The spans below each of its spans, by their ids.</param>
internal sealed record StoredRoot(StoredSpan Span, ILookup<string, StoredSpan> Below);

namespace AsyncProf.Attribution;

/// <summary>A span of the app's own that ended in the method of a node.</summary>
/// <param name="Node">The node.</param>
/// <param name="Span">The W3C span id, big-endian.</param>
/// <param name="Trace">The last 32 bits of the W3C trace id.</param>
internal readonly record struct ChildSpan(int Node, long Span, int Trace);

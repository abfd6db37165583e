namespace AsyncProf.Spans;

/// <summary>The values of <see cref="SpanOptions"/> at one moment.</summary>
/// <param name="Rules">Which operations become spans.</param>
/// <param name="MaximumPerSecond">How many spans may leave in a second.</param>
internal sealed record SpanSettings(SpanRules Rules, int MaximumPerSecond);

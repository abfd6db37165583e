namespace AsyncProf.Spans;

/// <summary>The values of <see cref="SpanOptions"/> at one moment.</summary>
internal sealed record SpanSettings(TimeSpan MinimumDuration, TimeSpan MinimumWait, int MaximumPerTrace, int MaximumPerSecond, bool FullNames, double FoldWaitsFrom, bool IncludeFramework);

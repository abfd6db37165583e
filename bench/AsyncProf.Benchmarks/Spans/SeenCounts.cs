namespace AsyncProf.Benchmarks.Spans;

/// <summary>How many traces have arrived, and how much of them.</summary>
/// <param name="Spans">Spans of all kinds, those of requests that do not count included.</param>
/// <param name="ProfilerSpans">Of them, AsyncProf's.</param>
/// <param name="Requests">Requests that count.</param>
/// <param name="Complete">Of them, those with all their operations.</param>
/// <param name="Full">Those that say that they are.</param>
/// <param name="FullAndComplete">Those that say so and are.</param>
/// <param name="Omitted">Those that say that they have none.</param>
internal sealed record SeenCounts(long Spans, long ProfilerSpans, int Requests, int Complete, int Full, int FullAndComplete, int Omitted);

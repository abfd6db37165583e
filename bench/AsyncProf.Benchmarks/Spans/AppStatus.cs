namespace AsyncProf.Benchmarks.Spans;

/// <summary>What the app says of itself.</summary>
/// <param name="Profiler">How its profiler is doing.</param>
/// <param name="WorkingSet">Its memory, in bytes.</param>
internal sealed record AppStatus(ProfilerStatus Profiler, long WorkingSet);

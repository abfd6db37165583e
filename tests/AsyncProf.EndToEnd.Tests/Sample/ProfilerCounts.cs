namespace AsyncProf.EndToEnd.Tests.Sample;

/// <summary>What the sample's health page says of the profiler.</summary>
public sealed record ProfilerCounts(
    long Events, long LostEvents, long Roots, long ExportedRoots, long ElidedRoots, long RefusedRoots, long DetachedRoots, long Spans, long IllegalTransitions, long Faults);

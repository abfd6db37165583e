using AsyncProf.Profiles.Durations;
using AsyncProf.Stitching.Records;

namespace AsyncProf.Engine;

/// <summary>The engine's counters at one moment; a recording is the difference of two.</summary>
internal readonly record struct EngineCounts(
    long Timestamp, long Lost, long NamesSkipped, StitcherCounts Stitched, long IllegalTransitions, long Unbalanced, long InferredNames, DurationHistogram PoolDelays);

using AsyncProf.Events;
using AsyncProf.Profiles.Durations;
using AsyncProf.Stitching.Records;

namespace AsyncProf.Engine;

/// <summary>The engine's counters at one moment; a recording is the difference of two.</summary>
internal readonly record struct EngineCounts(
    long Timestamp, long Lost, long NamesSkipped, StitcherCounts Stitched, long IllegalTransitions, long Unbalanced, long InferredNames, DurationHistogram PoolDelays)
{
    /// <summary>How long the capture has paused, in ticks; how often, how often because the buffers filled up, and how many requests and scopes that cut.</summary>
    public long Paused { get; init; }

    /// <summary>What the process has used while it was measured.</summary>
    public ProcessUse Used { get; init; }

    /// <inheritdoc cref="Paused"/>
    public long Pauses { get; init; }

    /// <inheritdoc cref="Paused"/>
    public long Shed { get; init; }

    /// <inheritdoc cref="Paused"/>
    public long CutByPauses { get; init; }
}

namespace AsyncProf.Pipeline;

/// <summary>The engine's counters at one moment; a recording is the difference of two.</summary>
internal readonly record struct EngineCounts(
    long Timestamp,
    long Events,
    long Lost,
    long Begun,
    long BegunBefore,
    long IllegalTransitions,
    long Awaits,
    long UnknownAwaits,
    long InferredEdges,
    long Blocks,
    long InferredEnds,
    long MaybeReady,
    long Unbalanced,
    long InferredNames);

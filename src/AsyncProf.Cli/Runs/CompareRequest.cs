using AsyncProf.Cli.Arguments;
using AsyncProf.Events.Batches;
using AsyncProf.Recording;

namespace AsyncProf.Cli.Runs;

/// <summary>What <c>asyncprof compare</c> was asked for.</summary>
/// <param name="Base">The command of one side, and its arguments.</param>
/// <param name="Head">The command of the other.</param>
/// <param name="Count">How often each runs.</param>
/// <param name="Duration">How long a run is recorded; null until its command ends.</param>
/// <param name="Source">The event source.</param>
/// <param name="Output">The folder; null for a new one.</param>
/// <param name="Force">Whether runs in it are replaced.</param>
internal sealed record CompareRequest(IReadOnlyList<string> Base, IReadOnlyList<string> Head, RunCount Count, TimeSpan? Duration, RecordingSource Source, string? Output, bool Force)
{
    /// <summary>Whether the runs leave out what a recording says of its surroundings.</summary>
    public bool IsRedacted { get; init; }

    /// <summary>Which edges may be inferred.</summary>
    public Inference Inference { get; init; } = Inference.All;

    /// <summary>What is wished of the agent: what is measured beside time.</summary>
    public SessionWishes Wishes { get; init; } = SessionWishes.None;
}

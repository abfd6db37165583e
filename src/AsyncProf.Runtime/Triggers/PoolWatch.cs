using AsyncProf.Profiles.Durations;

namespace AsyncProf.Triggers;

/// <summary>Whether the thread pool is late: somebody blocks its threads, if only now and then.</summary>
/// <param name="limit">How long a work item may wait.</param>
/// <param name="delay">How long the last one did, or the one that still waits, in nanoseconds, at a moment in ticks of the stopwatch.</param>
internal sealed class PoolWatch(TimeSpan limit, Func<long, long> delay) : IProcessWatch
{
    private readonly long _limitNs = limit.Ticks * 100;

    /// <inheritdoc/>
    public string? Poll(long now) => delay(now) is var ns && ns > _limitNs ? $"pool-delay: {DurationText.Of(ns)}, more than {DurationText.Of(_limitNs)}" : null;
}

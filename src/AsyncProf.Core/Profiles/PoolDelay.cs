namespace AsyncProf.Profiles;

/// <summary>
/// How long a work item waited for a thread of the pool. Events cannot tell when a timer fired or a socket was ready, so a wait for one may
/// include time that the pool had no thread for it; this says how much that can have been.
/// </summary>
/// <param name="Probes">How many items were queued.</param>
/// <param name="P50Ns">The median, in nanoseconds, within 5 %.</param>
/// <param name="P99Ns">The 99th percentile, in nanoseconds, within 5 %.</param>
/// <param name="MaxNs">The longest, in nanoseconds.</param>
public sealed record PoolDelay(long Probes, long P50Ns, long P99Ns, long MaxNs);

using AsyncProf.Profiles;
using AsyncProf.Profiles.Durations;

namespace AsyncProf.Findings;

/// <summary>What could go on had to wait for a thread.</summary>
internal sealed class PoolStarvation : IFindingRule
{
    private const double ReadyShare = 0.1;
    private const long LeastNs = 50_000_000;
    private const long SlowPoolNs = 5_000_000;

    /// <summary>What takes less than this each time is a program that changes hands often.</summary>
    private const long LongTurnNs = 1_000_000;

    public IEnumerable<Finding> Find(AsyncProfile profile, RootTimes roots)
    {
        TimeByState all = profile.Tree.TaskTotal;
        long busy = all.TotalNs - all.WaitingNs;
        long ready = ReadyTime.Of(profile);
        PoolDelay? pool = profile.Recording.PoolDelay;
        bool slowPool = pool is { Probes: >= 10 } && pool.P99Ns >= SlowPoolNs;
        MethodRow? worst = profile.Methods.Where(row => !row.IsFramework && ReadyTime.Of(row) > 0).MaxBy(ReadyTime.Of);
        bool longTurns = worst is not null && ReadyTime.Of(worst) / ReadyTime.Turns(worst) >= LongTurnNs;
        if (ready < LeastNs || ready < busy * ReadyShare || !(slowPool || longTurns))
            yield break;
        string delay = pool is { Probes: > 0 } ? FormattableString.Invariant($" The pool took {DurationText.Of(pool.P99Ns)} to run a work item (p99), {DurationText.Of(pool.MaxNs)} at most.") : "";
        yield return RootTimes.Of(new Finding(
            "pool-starvation",
            slowPool ? Severity.Error : Severity.Warning,
            worst?.Method ?? "",
            FormattableString.Invariant($"Operations could go on for {DurationText.Of(ready)} before a thread took them up, and ran for {DurationText.Of(all.RunningNs)}.{delay}"),
            "Look for what holds threads: synchronous waits, Thread.Sleep, locks, long computations in pool threads."), ready, busy);
    }
}

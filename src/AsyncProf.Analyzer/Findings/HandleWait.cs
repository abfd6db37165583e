using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Durations;
using AsyncProf.Symbols.Metadata;

namespace AsyncProf.Findings;

/// <summary>A method blocks its thread on locks, semaphores or other handles for a good part of what its roots take.</summary>
internal sealed class HandleWait : IFindingRule
{
    /// <summary>Less than this in all is a start-up or a shutdown.</summary>
    private const long LeastNs = 5_000_000;

    /// <summary>Short waits for locks are how programs work; of this share of its roots' time they are what to look at.</summary>
    private const double LeastShare = 0.05;

    public IEnumerable<Finding> Find(AsyncProfile profile, RootTimes roots)
    {
        if (profile.Recording.HandleWaits is null)
            yield break;
        foreach (MethodRow row in profile.Methods.Where(row => BlockedNs(row) >= LeastNs && row.Method != MethodName.Unknown.Name))
        {
            long ns = BlockedNs(row), waits = Of(row).Sum(wait => wait.Count);
            Finding finding = roots.Task(new Finding(
                "thread-wait",
                Severity.Warning,
                row.Method,
                FormattableString.Invariant($"It held a thread for {DurationText.Of(ns)} in {waits} waits for locks, semaphores or other handles, {DurationText.Of(ns / Math.Max(1, waits))} each."),
                "Wait without a thread (SemaphoreSlim.WaitAsync, a channel, an awaited task), or hold what is waited for less long."), ns);
            if (finding.ImpactShare >= LeastShare)
                yield return finding;
        }
    }

    /// <summary>How long a method's thread waited on handles, in nanoseconds.</summary>
    public static long BlockedNs(MethodRow row) => Of(row).Sum(wait => wait.TaskNs);

    private static IEnumerable<WaitRow> Of(MethodRow row) => row.Waits.Where(wait => wait.Kind == WaitKind.BlockedOnHandle);
}

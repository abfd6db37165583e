using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Durations;
using AsyncProf.Symbols.Metadata;

namespace AsyncProf.Findings;

/// <summary>Many waits of one method on a lock or semaphore: calls queue up behind each other.</summary>
internal sealed class ContendedWait : IFindingRule
{
    private const int LeastWaits = 20;
    private const double LeastShare = 0.3;

    /// <summary>With a token or a time-out, a semaphore waits in a method of its own.</summary>
    private const string Semaphore = "System.Threading.SemaphoreSlim.";

    public IEnumerable<Finding> Find(AsyncProfile profile, RootTimes roots)
    {
        ILookup<string, CallEdge> semaphores = profile.Edges.Where(edge => edge.Callee.StartsWith(Semaphore, StringComparison.Ordinal)).ToLookup(edge => edge.Caller, StringComparer.Ordinal);
        foreach (MethodRow row in profile.Methods.Where(row => !row.IsFramework && row.Kind == FrameKind.Method && row.Calls > 0 && MethodName.IsCertain(row.Method)))
        {
            // Without them, the call that held it before completes the wait: the same method.
            WaitRow[] queues = [.. row.Waits.Where(wait => wait.Kind == WaitKind.CompletedBy && wait.Target == row.Method)];
            long waits = queues.Sum(wait => wait.Count) + semaphores[row.Method].Sum(edge => edge.Calls);
            long ns = queues.Sum(wait => wait.TaskNs) + semaphores[row.Method].Sum(edge => edge.TaskTotalNs);

            // A call that waits again and again waits for work, not for a lock.
            if (waits < LeastWaits || waits > row.Calls || ns < row.TaskTotalNs * LeastShare)
                continue;
            yield return roots.Task(new Finding(
                "contended-lock",
                Severity.Warning,
                row.Method,
                FormattableString.Invariant($"{waits} of its {row.Calls} calls waited for another one to let go, {DurationText.Of(ns / waits)} each: {100.0 * ns / row.TaskTotalNs:0} % of its time."),
                "Hold the semaphore for less, split it by key, or allow more at once."), ns);
        }
    }
}

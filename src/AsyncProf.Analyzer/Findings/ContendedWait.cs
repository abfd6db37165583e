using AsyncProf.Profiles;

namespace AsyncProf.Findings;

/// <summary>Many waits of one method on a lock or semaphore: calls queue up behind each other.</summary>
internal sealed class ContendedWait : IFindingRule
{
    private const int LeastWaits = 20;
    private const double LeastShare = 0.3;

    public IEnumerable<Finding> Find(AsyncProfile profile)
    {
        foreach (MethodRow row in profile.Methods.Where(row => !row.IsFramework && row.Kind == FrameKind.Method && row.Calls > 0))
        {
            // Semaphores and locks are completed by whoever held them before: the same method.
            WaitRow[] queues = [.. row.Waits.Where(wait => wait.On == $"Task completed by {row.Method}")];
            long waits = queues.Sum(wait => wait.Count), ns = queues.Sum(wait => wait.TaskNs);
            if (waits < LeastWaits || ns < row.TaskTotalNs * LeastShare)
                continue;
            yield return new Finding(
                "contended-lock",
                Severity.Warning,
                row.Method,
                FormattableString.Invariant($"{waits} of its {row.Calls} calls waited for another call of the same method to let go, {Durations.Text(ns / waits)} each: {100.0 * ns / row.TaskTotalNs:0} % of its time."),
                "Hold the semaphore for less, split it by key, or allow more at once.");
        }
    }
}

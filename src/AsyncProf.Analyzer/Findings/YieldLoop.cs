using AsyncProf.Profiles;
using AsyncProf.Profiles.Durations;

namespace AsyncProf.Findings;

/// <summary>A method lets its thread go again and again with hardly anything done in between: it polls.</summary>
internal sealed class YieldLoop : IFindingRule
{
    private const long LeastPerCall = 100;

    /// <summary>A method that works for longer than this between two yields is being fair to others.</summary>
    private const long LittleWorkNs = 200_000;

    public IEnumerable<Finding> Find(AsyncProfile profile, RootTimes roots)
    {
        foreach (MethodRow row in profile.Methods.Where(row => row is { IsFramework: false, Kind: FrameKind.Method, Yields: > 0 }))
        {
            long perCall = row.Yields / Math.Max(1, row.Calls), between = row.TaskSelf.RunningNs / row.Yields, ready = ReadyTime.Of(row);
            if (perCall < LeastPerCall || between > LittleWorkNs)
                continue;
            yield return roots.Task(new Finding(
                "yield-loop",
                Severity.Warning,
                row.Method,
                FormattableString.Invariant($"It yielded {row.Yields} times in {row.Calls} calls, with {DurationText.Of(between)} of work between two of them, and stood ready for {DurationText.Of(ready)}."),
                "Await what it polls for (a TaskCompletionSource, a channel, a semaphore), or work on more between two yields."), row.TaskSelf.RunningNs + ready);
        }
    }
}

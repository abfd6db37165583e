using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;
using AsyncProf.Profiles.Durations;

namespace AsyncProf.Findings;

/// <summary>Operations that have waited for a task for much of the recording when it ended, and may wait for ever.</summary>
internal sealed class NeverCompleted : IFindingRule
{
    /// <summary>Waits that begin now and then and never end are on average half as old as the recording.</summary>
    private const double LeastShare = 0.4;

    private const long LeastNs = 5_000_000_000;

    public IEnumerable<Finding> Find(AsyncProfile profile, RootTimes roots)
    {
        long whole = profile.Recording.DurationNs;
        if (whole < LeastNs)
            yield break; // too short to tell
        ProfileData data = profile.Data;

        // A task that somebody completes by hand, for timers and sockets end by themselves; and only what was still going on at the end: calls of the same method that did return waited for something that did come.
        foreach (IGrouping<int, StackCharge> wait in data.Samples.Where(sample => sample.Tags.Root == RootKind.Open && data.FrameOf(sample.Stack).Wait == WaitKind.Task).GroupBy(sample => sample.Stack))
        {
            long task = wait.Sum(sample => sample.Sums.Task.TotalNs), begun = wait.Sum(sample => sample.Sums.Calls);
            long waits = Math.Max(1, Math.Max(begun, (task + whole - 1) / whole)); // none waits longer than the recording: the others began before
            int owner = data.Stacks[wait.Key].Parent;
            if (task / waits < Math.Max(LeastNs, whole * LeastShare) || owner == 0 || data.FrameOf(owner) is { IsFramework: true } or { Name: ['(', ..] }) // a name in brackets is of no method
                continue;
            yield return roots.Task(new Finding(
                "never-completed",
                Severity.Info,
                data.FrameOf(owner).Name,
                FormattableString.Invariant($"Calls of it were still waiting for a task when the recording ended: {waits} or more, {begun} of them begun in it, for up to {DurationText.Of(task / waits)} of its {DurationText.Of(whole)} on average."),
                "If it is not a service that waits for work, look for who should complete the task, and for every way that it might not."), task);
        }
    }
}

using AsyncProf.Profiles;

namespace AsyncProf.Findings;

/// <summary>An operation that has waited for one task during the whole recording, and may wait for ever.</summary>
internal sealed class NeverCompleted : IFindingRule
{
    private const double LeastShare = 0.9;
    private const long LeastNs = 5_000_000_000;

    /// <summary>A task that somebody completes by hand: a <c>TaskCompletionSource</c>, a semaphore. Timers and sockets end by themselves.</summary>
    private const string ByHand = "⧗ Task";

    public IEnumerable<Finding> Find(AsyncProfile profile)
    {
        long whole = profile.Recording.DurationNs;
        if (whole < LeastNs)
            yield break; // too short to tell
        HashSet<string> open = [.. profile.Roots.Where(root => root is { Kind: "Open", IsFramework: false }).Select(root => root.Name)];
        foreach (CallNode node in profile.Tree.Children.Where(root => open.Contains(root.Name)).SelectMany(root => root.SelfAndBelow()))
        {
            foreach (CallNode child in node.Children)
            {
                if (child.Kind != FrameKind.Leaf || child.Name != ByHand || node.Calls > 0 || child.Calls > 1 || child.TaskTotal.TotalNs < whole * LeastShare)
                    continue;
                yield return new Finding(
                    "never-completed",
                    Severity.Info,
                    node.Name,
                    FormattableString.Invariant($"It has waited for one task for {Durations.Text(child.TaskTotal.TotalNs)} of {Durations.Text(whole)}, and that has not completed."),
                    "If it is not a service that waits for work, look for who should complete the task, and for every way that it might not.");
            }
        }
    }
}

using AsyncProf.Profiles;

namespace AsyncProf.Findings;

/// <summary>A method awaits several at once, and the slowest of them takes much longer than they usually do.</summary>
internal sealed class Stragglers : IFindingRule
{
    private const double LeastBranches = 3;
    private const double MuchLonger = 2;

    /// <summary>What runs at once takes more task time than elapsed time.</summary>
    private const double AtOnce = 1.1;

    private const long LeastNs = 1_000_000;

    public IEnumerable<Finding> Find(AsyncProfile profile)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (CallNode node in profile.Tree.SelfAndBelow())
        {
            if (Check(node) is { } finding && seen.Add(node.Name))
                yield return finding;
        }
    }

    private static Finding? Check(CallNode caller)
    {
        if (caller.Kind != FrameKind.Method || caller.IsFramework || caller.Calls == 0)
            return null;
        CallNode[] branches = [.. caller.Children.Where(child => child.Kind == FrameKind.Method && child.Calls >= caller.Calls)];
        long calls = branches.Sum(branch => branch.Calls), task = branches.Sum(branch => branch.TaskTotal.TotalNs), elapsed = branches.Sum(branch => branch.ElapsedTotal.TotalNs);
        if (calls < caller.Calls * LeastBranches || task < elapsed * AtOnce)
            return null;
        long mean = task / calls, slowest = elapsed / caller.Calls;
        if (slowest < mean * MuchLonger || slowest - mean < LeastNs)
            return null;
        CallNode worst = branches.MaxBy(branch => branch.ElapsedTotal.TotalNs)!;
        return new Finding(
            "straggler",
            Severity.Warning,
            caller.Name,
            FormattableString.Invariant($"It awaited {(double)calls / caller.Calls:0.#} at once, {Durations.Text(mean)} each on average, and waited {Durations.Text(slowest)} for the slowest, mostly {worst.Name}."),
            "Start the slowest first, give it a time-out, or split it: the others wait for it.");
    }
}

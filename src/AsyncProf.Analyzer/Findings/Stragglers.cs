using AsyncProf.Profiles;

namespace AsyncProf.Findings;

/// <summary>
/// A method awaits several at once, and the slowest of them takes much longer than they usually do. While several are awaited at once, elapsed time is
/// the slowest one's alone: what takes task time and next to no elapsed time was overshadowed by something slower.
/// </summary>
internal sealed class Stragglers : IFindingRule
{
    private const double LeastBranches = 3;
    private const double MuchLonger = 2;

    /// <summary>Calls of one method that queue up behind each other last from nothing to twice the average: that is no straggler.</summary>
    private const double MuchLongerThanItsLike = 3;

    /// <summary>Of what is awaited one after the other, elapsed time is all of the task time.</summary>
    private const double AtOnce = 0.9;

    private const long LeastNs = 1_000_000;

    public IEnumerable<Finding> Find(AsyncProfile profile)
    {
        var longest = profile.Methods.Where(row => row.Kind == FrameKind.Method).ToDictionary(row => row.Method, row => row.MaxNs, StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (CallNode node in profile.Tree.SelfAndBelow())
        {
            if (node.Kind == FrameKind.Method && !node.IsFramework && node.Calls > 0 && Check(node, longest) is { } finding && seen.Add(node.Name))
                yield return finding;
        }
    }

    private static Finding? Check(CallNode caller, Dictionary<string, long> longest)
    {
        CallNode[] branches = [.. caller.Children.Where(child => child.Kind == FrameKind.Method && child.Calls >= caller.Calls)];
        foreach (CallNode alike in branches)
        {
            // Several calls of one method, one of which is slow: no average shows it, but how long they kept their caller.
            long slowest = alike.ElapsedTotal.TotalNs / caller.Calls;
            if (IsAtOnce(alike) && slowest <= longest.GetValueOrDefault(alike.Name) && slowest >= Mean(alike) * MuchLongerThanItsLike && Check(caller, alike.Calls, Mean(alike), slowest, alike) is { } finding)
                return finding;
        }

        // Several methods, one of which is slow: it hides the others.
        CallNode[] hidden = [.. branches.Where(IsAtOnce)];
        long calls = hidden.Sum(child => child.Calls);
        CallNode? worst = branches.Except(hidden).MaxBy(child => child.ElapsedTotal.TotalNs);
        if (calls == 0 || worst is null)
            return null;
        long mean = hidden.Sum(child => child.TaskTotal.TotalNs) / calls;
        bool decidedByOthers = hidden.Sum(child => child.ElapsedTotal.TotalNs) / caller.Calls < mean / 2;
        return decidedByOthers ? Check(caller, calls + caller.Calls, mean, worst.ElapsedTotal.TotalNs / worst.Calls, worst) : null;
    }

    private static Finding? Check(CallNode caller, long calls, long mean, long slowest, CallNode worst)
    {
        double perCall = (double)calls / caller.Calls;
        if (perCall < LeastBranches || slowest < mean * MuchLonger || slowest - mean < LeastNs)
            return null;
        return new Finding(
            "straggler",
            Severity.Warning,
            caller.Name,
            FormattableString.Invariant($"It awaited {perCall:0.#} at once, {DurationText.Of(mean)} each on average, and waited {DurationText.Of(slowest)} for the slowest, mostly {worst.Name}."),
            "Start the slowest first, give it a time-out, or split it: the others wait for it.");
    }

    private static bool IsAtOnce(CallNode child) => child.ElapsedTotal.TotalNs < child.TaskTotal.TotalNs * AtOnce;

    private static long Mean(CallNode child) => child.TaskTotal.TotalNs / child.Calls;
}

using AsyncProf.Profiles;
using AsyncProf.Profiles.Durations;
using AsyncProf.Profiles.Text;
using AsyncProf.Symbols.Metadata;

namespace AsyncProf.Findings;

/// <summary>
/// A method awaits several at once, and the slowest of them takes much longer than they usually do. While several are awaited at once, elapsed time is
/// the slowest one's alone: what took time and next to no elapsed time was overshadowed by something slower.
/// </summary>
internal sealed class Stragglers : IFindingRule
{
    private const double LeastBranches = 3;
    private const double MuchLonger = 2;

    /// <summary>Calls of one method that queue up behind each other last from nothing to twice the average: that is no straggler.</summary>
    private const double MuchLongerThanItsLike = 3;

    /// <summary>Of what is awaited one after the other, elapsed time is all of the calls' durations.</summary>
    private const double InARow = 0.9;

    /// <summary>Calls that took together this many times as long as their caller ran at once, whatever the elapsed axis walked.</summary>
    private const double AtOnce = 1.2;

    /// <summary>Of a caller that itself was overshadowed, the elapsed axis tells too little.</summary>
    private const double MostlyWalked = 0.5;

    private const long LeastNs = 1_000_000;

    public IEnumerable<Finding> Find(AsyncProfile profile, RootTimes roots)
    {
        var longest = profile.Methods.Where(row => row.Kind == FrameKind.Method).ToDictionary(row => row.Method, row => row.MaxNs, StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (CallNode node in profile.Tree.SelfAndBelow())
        {
            if (node.Kind == FrameKind.Method && !node.IsFramework && node.Calls > 0 && MethodName.IsCertain(node.Name) && Check(node, longest) is { } found && seen.Add(node.Name))
                yield return roots.Elapsed(found.Finding, found.Ns);
        }
    }

    private static (Finding Finding, long Ns)? Check(CallNode caller, Dictionary<string, long> longest)
    {
        if (caller.ElapsedTotal.TotalNs < caller.WallNs * MostlyWalked)
            return null;
        CallNode[] branches = [.. caller.Children.Where(child => child.Kind == FrameKind.Method && child.Calls >= caller.Calls && !Plumbing.IsBlocks(child.Name))];
        foreach (CallNode alike in branches)
        {
            // Several calls of one method, one of which is slow: no average shows it, but how long they kept their caller.
            long slowest = alike.ElapsedTotal.TotalNs / caller.Calls;
            if (IsAtOnce(alike) && alike.WallNs >= caller.WallNs * AtOnce && slowest <= longest.GetValueOrDefault(alike.Name) && slowest >= Mean(alike) * MuchLongerThanItsLike && Check(caller, alike.Calls, Mean(alike), slowest, alike) is { } finding)
                return finding;
        }

        // Several methods, one of which is slow: it hides the others.
        CallNode[] hidden = [.. branches.Where(IsAtOnce)];
        long calls = hidden.Sum(child => child.Calls);
        CallNode? worst = branches.Except(hidden).MaxBy(child => child.ElapsedTotal.TotalNs);
        if (calls == 0 || worst is null || hidden.Sum(child => child.WallNs) + worst.WallNs < caller.WallNs * AtOnce)
            return null;
        long mean = hidden.Sum(child => child.WallNs) / calls;
        bool decidedByOthers = hidden.Sum(child => child.ElapsedTotal.TotalNs) / caller.Calls < mean / 2;
        return decidedByOthers ? Check(caller, calls + caller.Calls, mean, worst.ElapsedTotal.TotalNs / worst.Calls, worst) : null;
    }

    private static (Finding Finding, long Ns)? Check(CallNode caller, long calls, long mean, long slowest, CallNode worst)
    {
        double perCall = (double)calls / caller.Calls;
        if (perCall < LeastBranches || slowest < mean * MuchLonger || slowest - mean < LeastNs)
            return null;
        return (new Finding(
            "straggler",
            Severity.Warning,
            caller.Name,
            FormattableString.Invariant($"It awaited {perCall:0.#} at once, {DurationText.Of(mean)} each on average, and waited {DurationText.Of(slowest)} for the slowest, mostly {NameText.Display(worst.Name)}."),
            "Start the slowest first, give it a time-out, or split it: the others wait for it."), (slowest - mean) * caller.Calls);
    }

    private static bool IsAtOnce(CallNode child) => child.ElapsedTotal.TotalNs < child.WallNs * InARow;

    private static long Mean(CallNode child) => child.WallNs / child.Calls;
}

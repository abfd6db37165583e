using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;
using AsyncProf.Profiles.Durations;
using AsyncProf.Profiles.Text;
using AsyncProf.Symbols.Metadata;

namespace AsyncProf.Findings;

/// <summary>N+1: a method awaits another many times, one after the other.</summary>
internal sealed class SequentialAwaits : IFindingRule
{
    private const double LeastPerCall = 5;
    private const long LeastCalls = 3;
    private const double Sequential = 0.8;

    /// <summary>Below this much for each call, nobody notices.</summary>
    private const long LeastSavingNs = 1_000_000;

    /// <summary>A caller that waits for this long each time, for about every call, takes its items as they come or runs by a clock.</summary>
    private const long LeastPauseNs = 1_000_000;

    public IEnumerable<Finding> Find(AsyncProfile profile, RootTimes roots)
    {
        var rows = profile.Methods.Where(row => row.Kind == FrameKind.Method).ToDictionary(row => row.Method, StringComparer.Ordinal);
        var seen = new HashSet<(string, string)>();
        foreach (CallNode node in profile.Tree.SelfAndBelow().Where(node => !Plumbing.Is(node.Name)))
        {
            // What a block or a loop runs for each item stands below whoever gives it the items, and nobody awaits it by a call.
            foreach (CallNode child in node.Children.Where(child => child.Kind != FrameKind.Leaf && !Plumbing.Is(child.Name)))
            {
                if (Check(node, child, rows.GetValueOrDefault(child.Name)) is { } found && !IsPaced(node, child) && seen.Add((node.Name, child.Name)))
                    yield return roots.Elapsed(found.Finding, found.Ns);
            }
        }
    }

    /// <summary>Whether something else sets the pace: a timer or a delay between two calls, or a source of items that is read one by one.</summary>
    private static bool IsPaced(CallNode caller, CallNode callee)
    {
        IEnumerable<CallNode> sources = caller.Children.Where(child => child != callee && child.Kind == FrameKind.Method && child.Calls <= caller.Calls);
        foreach (CallNode waiting in sources.Prepend(caller))
        {
            CallNode[] pauses = [.. waiting.Children.Where(child => WaitText.IsWait(child.Frame.Wait))];
            long count = pauses.Sum(pause => pause.Calls), ns = pauses.Sum(pause => pause.TaskTotal.WaitingNs);
            if (count >= callee.Calls / 2 && ns >= count * LeastPauseNs)
                return true;
        }

        return false;
    }

    private static (Finding Finding, long Ns)? Check(CallNode caller, CallNode callee, MethodRow? calls)
    {
        if (caller.Kind != FrameKind.Method || caller.IsFramework || caller.Calls == 0 || callee.Calls == 0 || !MethodName.IsCertain(caller.Name))
            return null;
        double perCall = (double)callee.Calls / caller.Calls;

        // One after the other, what they took of the request is what they took in all; at once, it is much less.
        bool oneAfterTheOther = callee.ElapsedTotal.TotalNs >= callee.TaskTotal.TotalNs * Sequential;
        long one = callee.ElapsedTotal.TotalNs / callee.Calls, all = callee.ElapsedTotal.TotalNs / caller.Calls;

        // Nothing is over before its slowest: if that alone takes most of it, they may well have run at once.
        long saving = all - Math.Max(one, calls?.SlowestOf(perCall) ?? 0);
        if (perCall < LeastPerCall || !oneAfterTheOther || saving < Math.Max(LeastSavingNs, all / 2))
            return null;
        return (new Finding(
            "n-plus-one",
            caller.Calls < LeastCalls ? Severity.Info : Severity.Warning, // one that runs for long takes its items as they come
            caller.Name,
            FormattableString.Invariant($"Each of its {caller.Calls} calls awaited {NameText.Display(callee.Name)} {perCall:0.#} times in a row, {DurationText.Of(one)} each: {DurationText.Of(callee.ElapsedTotal.TotalNs / caller.Calls)}."),
            FormattableString.Invariant($"Ask once for all, or start all and await Task.WhenAll: up to {DurationText.Of(saving)} less for each call.")), saving * caller.Calls);
    }
}

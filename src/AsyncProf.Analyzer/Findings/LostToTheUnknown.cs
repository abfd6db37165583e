using AsyncProf.Profiles;

namespace AsyncProf.Findings;

/// <summary>Much of the time is spent on what no event names.</summary>
internal sealed class LostToTheUnknown : IFindingRule
{
    private const double LeastShare = 0.3;

    public IEnumerable<Finding> Find(AsyncProfile profile)
    {
        // A server's own loops wait for their sockets, and rightly.
        CallNode[] roots = [.. profile.Tree.Children.Where(root => !root.IsFramework)];
        long all = roots.Sum(root => root.ElapsedTotal.TotalNs);
        long unknown = roots.SelectMany(root => root.SelfAndBelow())
            .Where(node => node.Kind == FrameKind.Leaf && node.Name.StartsWith("⧗ unknown awaitable", StringComparison.Ordinal))
            .Sum(node => node.ElapsedTotal.TotalNs);
        if (all == 0 || unknown < all * LeastShare)
            yield break;
        yield return new Finding(
            "unknown-awaits",
            Severity.Info,
            "",
            FormattableString.Invariant($"{100.0 * unknown / all:0} % of the time went to awaits of which no event tells what was awaited: sockets, channels, custom awaiters."),
            "The time is exact and its method right; look at the method's source to see what it awaits.");
    }
}

using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Text;

namespace AsyncProf.Findings;

/// <summary>Requests that allocate far more, each, than those of other routes.</summary>
internal sealed class AllocationHeavy : IFindingRule
{
    /// <summary>With fewer routes nothing says what is usual.</summary>
    private const int LeastRoutes = 3;

    /// <summary>A route of fewer requests may have had to make what all others use.</summary>
    private const long LeastRequests = 10;

    private const double Far = 8;

    /// <summary>Less for each request troubles no collector.</summary>
    private const long LeastBytes = 256 << 10;

    /// <summary>As a share of what operations and others allocated.</summary>
    private const double MostOutside = 0.1;

    public IEnumerable<Finding> Find(AsyncProfile profile, RootTimes roots)
    {
        (RootRow Root, double Each)[] routes = [.. profile.Roots.Where(root => root is { Kind: RootKind.Request, Count: >= LeastRequests, Used.AllocatedBytes: > 0 }).Select(root => (root, (double)root.Used.AllocatedBytes / root.Count))];
        if (routes.Length < LeastRoutes || profile.Recording.AllocatedInSome) // how many of the requests were measured is not known
            yield break;
        if (profile.Recording is { Dispatches: > 0, Allocated: { IsEstimate: false } all } && all.OutsideBytes > MostOutside * (all.OperationsBytes + all.OutsideBytes))
            yield break; // what runtime-async methods allocate is nobody's: a route that seems to allocate little may not
        foreach ((RootRow root, double each) in routes.Where(route => route.Each >= LeastBytes))
        {
            double[] others = [.. routes.Where(other => other.Root != root).Select(other => other.Each).Order()];
            double usual = others[others.Length / 2];
            if (each < Far * usual)
                continue;
            CallNode? most = profile.Tree.Children.Where(node => node.Kind == FrameKind.Entry && node.Name == root.Name).SelectMany(node => node.SelfAndBelow())
                .Where(node => node.Kind is FrameKind.Method or FrameKind.Entry).MaxBy(OwnBytes);
            yield return new Finding(
                "allocation-heavy",
                Severity.Warning,
                root.Name,
                FormattableString.Invariant($"Each of its {root.Count} requests allocated {SizeText.Of((long)each)}, {each / Math.Max(1, usual):0} times as much as those of the other routes usually do{(most is null ? "" : $"; {SizeText.Of(OwnBytes(most) / root.Count)} of it in {NameText.Display(most.Name)} itself")}."),
                "Read less at a time, stream instead of collecting, and use buffers again; report --view alloc shows where.");
        }
    }

    /// <summary>What a method allocated itself, by types or not.</summary>
    private static long OwnBytes(CallNode node) => node.UsedSelf.AllocatedBytes + node.Children.Where(child => child.Kind == FrameKind.Leaf).Sum(child => child.UsedSelf.AllocatedBytes);
}

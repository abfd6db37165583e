using AsyncProf.Attribution;
using AsyncProf.Stitching;

namespace AsyncProf.Profiles;

/// <summary>What is known of the roots of one kind and name.</summary>
internal sealed class RootStatistics(Frame frame, RootKind kind)
{
    /// <summary>Trees up to this many nodes are kept as they are, which costs a copy; larger ones are folded by stack at once, which bounds them.</summary>
    private const int LargestKept = 4096;

    private readonly MethodStatistics _ended = new();
    private RootTree? _kept;
    private CallNode? _folded;
    private bool _any;
    private long _elapsed;

    /// <summary>Adds a root, counted or (cut by the recording's edges) only charged, and keeps its tree if it is the slowest so far.</summary>
    /// <param name="tree">The root.</param>
    /// <param name="clock">The recording's clock.</param>
    /// <param name="counts">Whether it was seen whole.</param>
    /// <param name="fold">Folds a tree by stack.</param>
    public void Add(RootTree tree, TickClock clock, bool counts, Func<RootTree, CallNode> fold)
    {
        _elapsed += tree.Observed;
        long ns = clock.ToNs(tree[0].Wall);
        if (!_any || (counts && ns > _ended.Durations.Max))
            Keep(tree, fold);
        _any = true;
        if (counts)
            _ended.AddCall(tree[0].Status, NodeFlags.Outermost, ns, prefixAtMostNs: 0);
    }

    public RootRow ToRow(TickClock clock, Func<RootTree, CallNode> fold) => new()
    {
        Name = frame.Name,
        IsFramework = frame.IsFramework,
        Kind = kind.ToString(),
        Count = _ended.Calls,
        Errors = _ended.Errors,
        WallNs = _ended.WallNs,
        ElapsedNs = clock.ToNs(_elapsed),
        P50Ns = _ended.Durations.Percentile(0.5),
        P99Ns = _ended.Durations.Percentile(0.99),
        MaxNs = _ended.Durations.Max,
        Slowest = _folded ?? (_kept is null ? null : fold(_kept)),
    };

    private void Keep(RootTree tree, Func<RootTree, CallNode> fold)
    {
        bool large = tree.NodeCount > LargestKept;
        _folded = large ? fold(tree) : null;
        if (!large)
            (_kept ??= new RootTree(tree.NodeCount)).CopyFrom(tree);
    }
}

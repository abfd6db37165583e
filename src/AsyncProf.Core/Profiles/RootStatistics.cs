using AsyncProf.Attribution;
using AsyncProf.Stitching;

namespace AsyncProf.Profiles;

/// <summary>What is known of the roots of one kind and name.</summary>
internal sealed class RootStatistics(Frame frame, RootKind kind)
{
    private readonly MethodStatistics _ended = new();
    private long _elapsed;

    public CallNode? Slowest { get; set; }

    /// <summary>Adds a root, counted or (cut by the recording's edges) only charged. True if it is the slowest so far, whose tree is worth keeping.</summary>
    public bool Add(RootTree tree, TickClock clock, bool counts)
    {
        _elapsed += tree.Observed;
        if (!counts)
            return Slowest is null;
        long ns = clock.ToNs(tree[0].Wall);
        bool slowest = Slowest is null || ns > _ended.Durations.Max;
        _ended.AddCall(tree[0].Status, NodeFlags.Outermost, ns, prefixAtMostNs: 0);
        return slowest;
    }

    public RootRow ToRow(TickClock clock) => new()
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
        Slowest = Slowest,
    };
}

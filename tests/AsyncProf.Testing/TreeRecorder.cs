using AsyncProf.Attribution;
using AsyncProf.Building;
using AsyncProf.Events;

namespace AsyncProf.Testing;

/// <summary>Keeps what is charged, and checks every tree on the way.</summary>
internal sealed class TreeRecorder(ProfileBuilder builder) : ITreeSink
{
    /// <summary>Kind and observed ticks of each root, in order.</summary>
    public List<(RootKind Kind, long Observed)> Roots { get; } = [];

    /// <summary>What windows see of trees: which window, what kind of root, whether it had stopped, and the observed ticks.</summary>
    public List<(int Window, RootKind Kind, bool IsWhole, long Observed)> Looks { get; } = [];

    /// <summary>The windows that are open: since when, and who adds up what they see.</summary>
    public Dictionary<int, (long Since, ProfileBuilder Seen)> Windows { get; } = [];

    public void OnTree(RootTree tree)
    {
        tree.SelfCheck();
        for (int node = 0; node < tree.NodeCount; node++)
            CheckAwaits(tree, node);
        CheckIntervals(tree);
        CheckPauses(tree);
        foreach ((int window, (long since, ProfileBuilder seen)) in Windows)
        {
            if (tree.Window != window && (tree.Window != 0 || tree.IsScopeView || tree.From < since))
                continue;
            Looks.Add((window, tree.Kind, tree[0].Has(NodeFlags.Call), tree.Observed));
            seen.OnTree(tree);
        }

        if (tree.Window != 0)
            return;
        Roots.Add((tree.Kind, tree.Observed));
        builder.OnTree(tree);
    }

    public bool OnLate(int late, in ResourceUse use) => builder.OnLate(late, use);

    /// <summary>Both axes are what their intervals add up to, and no moment is charged twice on the elapsed one.</summary>
    private static void CheckIntervals(RootTree tree)
    {
        if (tree.Intervals is not { } intervals)
            return;
        long at = tree.From;
        var elapsed = new long[tree.NodeCount];
        var paused = new long[tree.NodeCount];
        var task = new long[tree.NodeCount];
        foreach (OwnInterval piece in intervals.Path)
        {
            if (piece.From < at || piece.To > tree.To)
                throw new InvalidOperationException("The pieces of a path overlap.");
            at = piece.To;
            elapsed[piece.Node] += piece.To - piece.From;
            paused[piece.Node] += tree.Pauses?.Within(piece.From, piece.To) ?? 0;
        }

        foreach (OwnInterval piece in intervals.Own)
            task[piece.Node] += piece.To - piece.From;
        for (int node = 0; node < tree.NodeCount; node++)
        {
            if (elapsed[node] != tree[node].Elapsed.Total || task[node] != tree[node].Task.Total)
                throw new InvalidOperationException("The intervals of a node are not what it was charged.");
            if (paused[node] != tree[node].Paused.Total)
                throw new InvalidOperationException("The pauses in the pieces of a node are not those that it was told.");
        }
    }

    /// <summary>Where a root was never idle, each of its moments has an owner, and so has each pause.</summary>
    private static void CheckPauses(RootTree tree)
    {
        long paused = Enumerable.Range(0, tree.NodeCount).Sum(node => tree[node].Paused.Total);
        if (tree is { Pauses: { } pauses, Idle: 0 } && paused != pauses.Within(tree.From, tree.To))
            throw new InvalidOperationException("The pauses of the nodes are not those of the root.");
    }

    /// <summary>What an operation spent at its awaits is a part of its life.</summary>
    private static void CheckAwaits(RootTree tree, int node)
    {
        long sum = 0;
        for (int await = tree[node].FirstAwait; await >= 0; await = tree.Await(await).Next)
        {
            StateTimes times = tree.Await(await).Times;
            if (times is { Waiting: < 0 } or { Ready: < 0 } or { Running: < 0 } || tree.Await(await).Count < 0)
                throw new InvalidOperationException("An await has negative time.");
            sum += times.Total;
        }

        long life = tree[node].End - tree[node].Start - tree[node].Idle;
        if (sum > life)
            throw new InvalidOperationException(FormattableString.Invariant($"The awaits of a node hold {sum} ticks, its life {life}."));
    }
}

using AsyncProf.Attribution;
using AsyncProf.Building;
using AsyncProf.Events;

namespace AsyncProf.Testing;

/// <summary>Keeps what is charged, and checks every tree on the way.</summary>
internal sealed class TreeRecorder(ProfileBuilder builder) : ITreeSink
{
    /// <summary>Kind and observed ticks of each root, in order.</summary>
    public List<(RootKind Kind, long Observed)> Roots { get; } = [];

    public void OnTree(RootTree tree)
    {
        tree.SelfCheck();
        for (int node = 0; node < tree.NodeCount; node++)
            CheckAwaits(tree, node);
        CheckIntervals(tree);
        Roots.Add((tree.Kind, tree.Observed));
        builder.OnTree(tree);
    }

    /// <summary>Both axes are what their intervals add up to, and no moment is charged twice on the elapsed one.</summary>
    private static void CheckIntervals(RootTree tree)
    {
        if (tree.Intervals is not { } intervals)
            return;
        long at = tree.From;
        var elapsed = new long[tree.NodeCount];
        var task = new long[tree.NodeCount];
        foreach (OwnInterval piece in intervals.Path)
        {
            if (piece.From < at || piece.To > tree.To)
                throw new InvalidOperationException("The pieces of a path overlap.");
            at = piece.To;
            elapsed[piece.Node] += piece.To - piece.From;
        }

        foreach (OwnInterval piece in intervals.Own)
            task[piece.Node] += piece.To - piece.From;
        for (int node = 0; node < tree.NodeCount; node++)
        {
            if (elapsed[node] != tree[node].Elapsed.Total || task[node] != tree[node].Task.Total)
                throw new InvalidOperationException("The intervals of a node are not what it was charged.");
        }
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

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
        Roots.Add((tree.Kind, tree.Observed));
        builder.OnTree(tree);
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

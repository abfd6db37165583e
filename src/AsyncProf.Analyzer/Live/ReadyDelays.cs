using AsyncProf.Attribution;
using AsyncProf.Building;
using AsyncProf.Events;
using AsyncProf.Profiles.Durations;

namespace AsyncProf.Live;

/// <summary>
/// How long what was ready waited for a thread. It is known of calls that are charged in one piece; what ran inline on the thread of another did not wait for the pool.
/// </summary>
/// <param name="clock">The clock of the events.</param>
internal sealed class ReadyDelays(TickClock clock)
{
    private readonly DurationHistogram _perCall = new();
    private long _ticks;

    /// <summary>How often something got a thread.</summary>
    public long Resumptions { get; private set; }

    /// <summary>The average, in nanoseconds.</summary>
    public long MeanNs => Resumptions == 0 ? 0 : clock.ToNs(_ticks / Resumptions);

    /// <summary>The 99th percentile of the averages of calls, in nanoseconds.</summary>
    public long P99Ns => _perCall.Percentile(0.99);

    /// <summary>Adds the calls of a root.</summary>
    public void Add(RootTree tree)
    {
        for (int node = 0; node < tree.NodeCount; node++)
        {
            ref TreeNode n = ref tree[node];
            if (!n.Has(NodeFlags.Call) || n.Has(NodeFlags.Shared) || n.Segments == 0 || n.Start < tree.From)
                continue;
            long ready = Math.Max(0, n.Task.Ready - Inlined(tree, n.FirstLeaf));
            Resumptions += n.Segments;
            _ticks += ready;
            _perCall.Add(clock.ToNs(ready / n.Segments));
        }
    }

    private static long Inlined(RootTree tree, int leaf)
    {
        long ticks = 0;
        for (; leaf >= 0; leaf = tree.Leaf(leaf).Next)
        {
            ref WaitCharge charge = ref tree.Leaf(leaf);
            ticks += charge.State == ChargeState.Ready && charge.Label.Kind == WaitKind.Inlined ? charge.Task : 0;
        }

        return ticks;
    }
}

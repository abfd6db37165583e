using AsyncProf.Profiles;
using AsyncProf.Profiles.Text;

namespace AsyncProf.Renderers;

/// <summary>How long frames held threads, with all that they awaited; the outermost frame of a recursive stack counts.</summary>
internal static class ThreadTotals
{
    /// <summary>The time of each frame, in nanoseconds, by its number.</summary>
    /// <param name="nodes">The nodes of a tree, depth first.</param>
    /// <param name="parents">The place of each one's parent among them.</param>
    /// <param name="frameOf">The number of each one's frame.</param>
    public static Dictionary<int, long> Of(IReadOnlyList<CallNode> nodes, IReadOnlyList<int> parents, IReadOnlyList<int> frameOf)
    {
        var totals = new Dictionary<int, long>();
        var path = new Stack<int>();
        var open = new Dictionary<int, int>();
        for (int i = 0; i < nodes.Count; i++)
        {
            while (path.Count > 0 && path.Peek() != parents[i])
                open[frameOf[path.Pop()]]--;
            int frame = frameOf[i], outside = open.GetValueOrDefault(frame);
            open[frame] = outside + 1;
            path.Push(i);
            if (outside == 0 && !TreeColumns.IsPartOfAnother(nodes[i]))
                totals[frame] = totals.GetValueOrDefault(frame) + nodes[i].TaskTotal.RunningNs + nodes[i].TaskTotal.BlockedNs;
        }

        return totals;
    }
}

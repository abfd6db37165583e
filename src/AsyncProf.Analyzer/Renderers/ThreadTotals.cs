using AsyncProf.Profiles;

namespace AsyncProf.Renderers;

/// <summary>What frames did on threads: themselves, and with all that they awaited. It is summed over the nodes of the tree, so that rows and tree say the same.</summary>
internal static class ThreadTotals
{
    /// <summary>The time of each frame, in nanoseconds, by its number: its own by parts, and with all below it, where the outermost of a recursive stack counts. Those without any are left out.</summary>
    /// <param name="parents">The place of each node's parent; the nodes are depth first.</param>
    /// <param name="frameOf">The number of each one's frame.</param>
    /// <param name="parts">What each did itself.</param>
    public static Dictionary<int, (long[] Own, long TotalNs)> Of(IReadOnlyList<int> parents, IReadOnlyList<int> frameOf, IReadOnlyList<long[]> parts)
    {
        long[] below = [.. parts.Select(own => own.Sum())];
        for (int i = below.Length - 1; i > 0; i--)
            below[parents[i]] += below[i];
        var totals = new Dictionary<int, (long[] Own, long TotalNs)>();
        var path = new Stack<int>();
        var open = new Dictionary<int, int>();
        for (int i = 0; i < below.Length; i++)
        {
            while (path.Count > 0 && path.Peek() != parents[i])
                open[frameOf[path.Pop()]]--;
            int frame = frameOf[i], outside = open.GetValueOrDefault(frame);
            open[frame] = outside + 1;
            path.Push(i);
            if (below[i] == 0)
                continue;
            (long[] own, long totalNs) = totals.TryGetValue(frame, out (long[] Own, long TotalNs) known) ? known : (new long[parts[i].Length], 0);
            for (int part = 0; part < own.Length; part++)
                own[part] += parts[i][part];
            totals[frame] = (own, totalNs + (outside == 0 ? below[i] : 0));
        }

        return totals;
    }
}

using AsyncProf.Profiles;

namespace AsyncProf.Exporters;

/// <summary>One end of a frame that is laid out as if its time had passed in one piece, children first, own time last.</summary>
/// <param name="Node">The frame.</param>
/// <param name="At">The place of this end, in nanoseconds.</param>
/// <param name="Begins">Whether it is the beginning.</param>
internal readonly record struct TreeSlice(CallNode Node, long At, bool Begins)
{
    /// <summary>
    /// The ends of all frames below and including one, in order: balanced, and none earlier than the one before. What has none of the measure is left out.
    /// Not recursive, for stacks can be thousands deep.
    /// </summary>
    public static IEnumerable<TreeSlice> Of(CallNode root, TreeMeasure measure, long start = 0)
    {
        var open = new Stack<(CallNode Node, long At, bool Begins)>();
        open.Push((root, start, true));
        while (open.TryPop(out (CallNode Node, long At, bool Begins) next))
        {
            yield return new TreeSlice(next.Node, next.At, next.Begins);
            if (!next.Begins)
                continue;
            open.Push((next.Node, next.At + measure.Total(next.Node), false));
            CallNode[] children = [.. next.Node.Children.Where(child => measure.Total(child) > 0)
                .OrderByDescending(measure.Total).ThenBy(child => child.Name, StringComparer.Ordinal)];
            long at = next.At + children.Sum(measure.Total);
            for (int i = children.Length - 1; i >= 0; i--)
            {
                at -= measure.Total(children[i]);
                open.Push((children[i], at, true));
            }
        }
    }
}

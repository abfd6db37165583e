using AsyncProf.Events;
using AsyncProf.Profiles.Data;

namespace AsyncProf.Diffing;

/// <summary>Bounds what is shown of a tree: subtrees that are small on both sides and both axes become one leaf <c>(smaller)</c> of their parent. No time is lost.</summary>
internal static class DiffFolding
{
    private static readonly Frame Smaller = Frame.OfWait(WaitKind.Smaller, "");

    /// <summary>The tree with the largest frames.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="least">The share of a side's whole that a frame must have on either side and axis, 0 to 1.</param>
    /// <param name="most">How many frames there may be beside the kept ones, each with one <c>(smaller)</c> below it.</param>
    /// <param name="kept">Frames that are shown, and what is above them, however small.</param>
    public static DiffTree Fold(DiffTree tree, double least, int most, IReadOnlySet<DiffNode> kept)
    {
        (IReadOnlyList<DiffNode> nodes, IReadOnlyList<int> parents) = tree.Flatten();
        double[] shares = Shares(nodes);
        double cut = CutOf(shares, most);
        var isShown = new bool[nodes.Count];
        for (int i = nodes.Count - 1; i >= 0; i--)
        {
            isShown[i] |= i == 0 || (shares[i] >= least && shares[i] > cut && nodes[i].Frame.Wait != WaitKind.Smaller) || kept.Contains(nodes[i]);
            if (i > 0)
                isShown[parents[i]] |= isShown[i];
        }

        var children = new List<DiffNode>?[nodes.Count];
        var small = new (NodeSide? Base, NodeSide? Head)[nodes.Count];
        var scales = new Dictionary<DiffNode, double>(ReferenceEqualityComparer.Instance);
        for (int i = nodes.Count - 1; i > 0; i--)
        {
            int parent = parents[i];
            if (isShown[i])
            {
                DiffNode node = Made(i);
                (children[parent] ??= []).Add(node);
                children[i] = null;
                if (parent == 0)
                    scales.Add(node, tree.ScaleOf(nodes[i]));
            }
            else if (isShown[parent])
            {
                small[parent] = (Added(small[parent].Base, nodes[i].Base), Added(small[parent].Head, nodes[i].Head));
            }
        }

        return new DiffTree(Made(0), scales);

        DiffNode Made(int i)
        {
            List<DiffNode> below = children[i] ?? [];
            if (small[i] is not (null, null))
                below.Add(new DiffNode(Smaller, 0, small[i].Base ?? NodeSide.Absent, small[i].Head ?? NodeSide.Absent, []));
            below.Sort(DiffNode.Compare);
            return new DiffNode(nodes[i].Frame, nodes[i].Line, nodes[i].Base, nodes[i].Head, below);
        }
    }

    /// <summary>The largest share that each frame has of a side's whole, on either axis. No frame's is larger than its parent's.</summary>
    private static double[] Shares(IReadOnlyList<DiffNode> nodes)
    {
        NodeSide from = nodes[0].Base, to = nodes[0].Head;
        var shares = new double[nodes.Count];
        for (int i = 0; i < shares.Length; i++)
        {
            DiffNode node = nodes[i];
            shares[i] = Math.Max(
                Math.Max(Share(node.Base.ElapsedTotal, from.ElapsedTotal), Share(node.Base.TaskTotal, from.TaskTotal)),
                Math.Max(Share(node.Head.ElapsedTotal, to.ElapsedTotal), Share(node.Head.TaskTotal, to.TaskTotal)));
        }

        return shares;
    }

    /// <summary>The share that is still too small, so that no more frames are left than there may be.</summary>
    private static double CutOf(double[] shares, int most)
    {
        if (shares.Length <= most)
            return -1;
        double[] sorted = [.. shares];
        Array.Sort(sorted);
        return sorted[^(most + 1)];
    }

    private static double Share(NodeTime part, NodeTime whole) => whole.TotalNs > 0 ? part.TotalNs / whole.TotalNs : 0;

    private static NodeSide? Added(NodeSide? sum, NodeSide subtree)
    {
        if (!subtree.IsPresent)
            return sum;
        sum ??= new NodeSide();
        sum.Fold(subtree);
        return sum;
    }
}

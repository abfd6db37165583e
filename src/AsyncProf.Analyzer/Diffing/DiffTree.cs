using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;

namespace AsyncProf.Diffing;

/// <summary>The combined logical tree of two sides, each a number of runs added up. Frames are the same by kind, kind of wait and name along their path.</summary>
internal sealed class DiffTree
{
    private readonly Dictionary<DiffNode, double> _scales;

    internal DiffTree(DiffNode root, Dictionary<DiffNode, double> scales) => (Root, _scales) = (root, scales);

    /// <summary>The root of all roots.</summary>
    public DiffNode Root { get; }

    /// <summary>The tree of two sides.</summary>
    /// <param name="baseSide">All runs of the base, added up.</param>
    /// <param name="baseRuns">How many those are.</param>
    /// <param name="headSide">All runs of the head, added up.</param>
    /// <param name="headRuns">How many those are.</param>
    public static DiffTree Of(AsyncProfile baseSide, int baseRuns, AsyncProfile headSide, int headRuns)
    {
        var stacks = DiffStacks.Of(baseSide, baseRuns, headSide, headRuns);
        ProfileData data = stacks.Data;
        int count = data.Stacks.Count;
        NodeSide?[] from = Sum(stacks.BaseCharges(), count), to = Sum(stacks.HeadCharges(), count);

        // One pass from the end builds every subtree before its parent; no recursion, for stacks can be thousands deep.
        var children = new List<DiffNode>?[count];
        var scales = new Dictionary<DiffNode, double>(ReferenceEqualityComparer.Instance);
        for (int stack = count - 1; stack > 0; stack--)
        {
            int parent = data.Stacks[stack].Parent;
            if (from[stack] is null && to[stack] is null)
                continue; // nothing was charged to it or below it
            DiffNode node = Node(stack);
            (children[parent] ??= []).Add(node);
            children[stack] = null;
            AddBelow(from, stack, parent);
            AddBelow(to, stack, parent);
            if (parent == 0)
                scales.Add(node, stacks.ScaleOf(stack));
        }

        return new DiffTree(Node(0), scales);

        DiffNode Node(int stack)
        {
            List<DiffNode> below = children[stack] ?? [];
            below.Sort(DiffNode.Compare);
            return new DiffNode(data.FrameOf(stack), data.Stacks[stack].Line, from[stack] ?? NodeSide.Absent, to[stack] ?? NodeSide.Absent, below);
        }
    }

    /// <summary>What the head's numbers below a root were multiplied with, but for what had not ended, so that it has as many calls as the base; 1 where one side has no whole call.</summary>
    /// <param name="root">A child of <see cref="Root"/>.</param>
    public double ScaleOf(DiffNode root) => _scales.GetValueOrDefault(root, 1);

    /// <summary>All frames, parents first, each with the place of its parent; -1 for the root.</summary>
    public (IReadOnlyList<DiffNode> Nodes, IReadOnlyList<int> Parents) Flatten()
    {
        var nodes = new List<DiffNode>();
        var parents = new List<int>();
        var work = new Stack<(DiffNode Node, int Parent)>([(Root, -1)]);
        while (work.TryPop(out (DiffNode Node, int Parent) next))
        {
            int own = nodes.Count;
            nodes.Add(next.Node);
            parents.Add(next.Parent);
            for (int i = next.Node.Children.Count - 1; i >= 0; i--)
                work.Push((next.Node.Children[i], own));
        }

        return (nodes, parents);
    }

    private static NodeSide?[] Sum(IEnumerable<(int Stack, double Factor, StackCharge Charge)> charges, int count)
    {
        var sides = new NodeSide?[count];
        foreach ((int stack, double factor, StackCharge charge) in charges)
            (sides[stack] ??= new NodeSide()).Add(charge.Sums, factor);
        return sides;
    }

    private static void AddBelow(NodeSide?[] sides, int stack, int parent)
    {
        if (sides[stack] is { } below)
            (sides[parent] ??= new NodeSide()).AddBelow(below);
    }
}

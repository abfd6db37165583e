using AsyncProf.Attribution;
using AsyncProf.Profiles.Data;

namespace AsyncProf.Building;

/// <summary>Copies what is kept of a root. Of a large one the longest operations and pieces are kept; the rest is counted.</summary>
internal sealed class RootKeeper
{
    /// <summary>Most operations and pieces of one of the slowest. One of the sample, of which there are more to see, has a fifth of them.</summary>
    public const int MostNodes = 500, MostPath = 1000, MostOwn = 2000;

    private const int SampleShare = 5;

    private int[] _places = [];
    private long _count;

    /// <summary>Copies a root.</summary>
    /// <param name="tree">The root, with its intervals.</param>
    /// <param name="root">The frame of its name.</param>
    /// <param name="isSlow">Whether it is one of the slowest.</param>
    /// <param name="frames">Where the frames of its methods and waits are found.</param>
    public KeptRoot Keep(RootTree tree, int root, bool isSlow, FrameTable frames)
    {
        int share = isSlow ? 1 : SampleShare;
        KeptNode[] nodes = Nodes(tree, root, MostNodes / share, frames);
        List<OwnInterval> path = Longest(tree.Intervals!.Path, MostPath / share);
        StateTimes leftOut = default;
        foreach (OwnInterval piece in tree.Intervals.Path)
            leftOut.Add(piece.State, piece.To - piece.From);
        foreach (OwnInterval piece in path)
            leftOut.Add(piece.State, piece.From - piece.To);
        List<OwnInterval> own = Longest([.. tree.Intervals.Own.Where(piece => _places[piece.Node] >= 0 && piece.From < piece.To)], MostOwn / share);
        return new KeptRoot
        {
            Kind = tree.Kind,
            Number = _count++,
            From = tree.From,
            To = tree.To,
            Idle = tree.Idle,
            Nodes = nodes,
            Path = [.. path.Select(piece => Piece(piece, NearestOf(tree, piece.Node), frames))],
            Own = [.. own.Select(piece => Piece(piece, _places[piece.Node], frames))],
            LeftOut = leftOut,
            NodesLeftOut = tree.NodeCount - nodes.Length,
        };
    }

    private static KeptPiece Piece(in OwnInterval piece, int node, FrameTable frames) =>
        new(node, (PieceState)piece.State, piece.Label == default ? -1 : frames.Wait(piece.Label), piece.From, piece.To);

    /// <summary>No more than so many pieces, the longest, in their order.</summary>
    private static List<OwnInterval> Longest(List<OwnInterval> pieces, int most)
    {
        if (pieces.Count <= most)
            return pieces;
        long[] lengths = [.. pieces.Select(piece => piece.To - piece.From)];
        Array.Sort(lengths);
        long least = lengths[^most];
        int room = most - lengths.Count(length => length > least);
        return [.. pieces.Where(piece => piece.To - piece.From is var length && (length > least || (length == least && room-- > 0)))];
    }

    /// <summary>Chooses the longest operations, each with those that await it, and says where each went.</summary>
    private KeptNode[] Nodes(RootTree tree, int root, int most, FrameTable frames)
    {
        if (_places.Length < tree.NodeCount)
            _places = new int[Math.Max(tree.NodeCount, 64)];
        Array.Fill(_places, -1, 0, tree.NodeCount);
        if (tree.NodeCount > most)
            MarkLongest(tree, most);
        else
            Array.Fill(_places, 0, 0, tree.NodeCount);
        var nodes = new List<KeptNode>(Math.Min(tree.NodeCount, most));
        for (int node = 0; node < tree.NodeCount; node++)
        {
            if (_places[node] < 0)
                continue;
            ref TreeNode n = ref tree[node];
            _places[node] = nodes.Count;
            nodes.Add(new KeptNode(node == 0 ? -1 : _places[n.Parent], node == 0 ? root : frames.Method(n.Method), n.Start, n.End, n.Status));
        }

        return [.. nodes];
    }

    private void MarkLongest(RootTree tree, int most)
    {
        ILookup<int, int> children = Enumerable.Range(1, tree.NodeCount - 1).ToLookup(node => tree[node].Parent);
        var next = new PriorityQueue<int, (long Shorter, int Node)>([(0, (0, 0))]);
        for (int kept = 0; kept < most && next.TryDequeue(out int node, out _); kept++)
        {
            _places[node] = 0;
            foreach (int child in children[node])
                next.Enqueue(child, (tree[child].Start - tree[child].End, child));
        }
    }

    /// <summary>Where an operation went, or the nearest that awaits it.</summary>
    private int NearestOf(RootTree tree, int node)
    {
        while (_places[node] < 0)
            node = tree[node].Parent;
        return _places[node];
    }
}

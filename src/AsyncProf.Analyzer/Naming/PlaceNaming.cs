using AsyncProf.Attribution;
using AsyncProf.Naming.Code;
using AsyncProf.Symbols;

namespace AsyncProf.Naming;

/// <summary>Names calls that were not seen themselves by their places in the call tree, and hands the trees on.</summary>
/// <param name="places">The trees' places.</param>
/// <param name="known">Who is at which place.</param>
/// <param name="shapes">Who calls what.</param>
/// <param name="code">Whom code calls.</param>
/// <param name="sink">Gets the trees.</param>
internal sealed class PlaceNaming(TreePlaces places, CallPlaces known, CallShapes shapes, CodeNaming code, ITreeSink sink) : ITreeSink
{
    private readonly Dictionary<MethodId, int> _open = [];
    private readonly Stack<int> _above = new();
    private int[] _paths = [];
    private int[] _firstCalled = [];
    private int[] _nextCalled = [];

    /// <summary>Calls that were named so.</summary>
    public long Named { get; private set; }

    public void OnTree(RootTree tree)
    {
        if (places.Read(tree) && Name(tree))
            FindOutermost(tree);
        sink.OnTree(tree);
    }

    public bool OnLate(int late, in ResourceUse use) => sink.OnLate(late, use);

    /// <summary>Whether any call was named.</summary>
    private bool Name(RootTree tree)
    {
        bool isNamed = false;
        if (_paths.Length < tree.NodeCount)
            (_paths, _firstCalled, _nextCalled) = (new int[tree.NodeCount * 2], new int[tree.NodeCount * 2], new int[tree.NodeCount * 2]);
        ListCalled(tree);
        for (int node = 0; node < tree.NodeCount; node++)
        {
            _paths[node] = CallPlaces.None;
            if (tree[node].Has(NodeFlags.Shared))
                continue;
            if (node == 0 && TreePlaces.IsUnknown(tree))
            {
                _paths[0] = InstancePath(tree);
                continue;
            }

            int site = Find(node == 0 ? places.RootOf(tree) : places.SiteOf(node, _paths[tree[node].Parent]), out SeenMethod seen);
            if (places.IsAmbiguous(tree, node))
            {
                MethodId decided = Decide(tree, node, seen);
                if (decided == default && node == 0 && places.MayBeInstance(tree))
                    _paths[0] = InstancePath(tree);
                if (decided == default)
                    continue; // and nothing else is told below a caller in doubt
                tree[node].Method = decided;
                Named++;
                isNamed = true;
            }

            if (site >= 0)
                _paths[node] = known.FindPath(new CallPath(site, tree[node].Method));
        }

        return isNamed;
    }

    private int InstancePath(RootTree tree) => known.FindPath(new CallPath(known.FindSite(places.InstanceOf(tree)), default));

    /// <summary>The place of a call, and who was seen there. A call whose number is not known may be any of its caller's calls of that name.</summary>
    private int Find(in CallSite place, out SeenMethod seen)
    {
        seen = default;
        int found = CallPlaces.None;
        for (int number = place.Number; number <= (place.Number == TreePlaces.Unnumbered ? TreePlaces.MostNumbers : place.Number); number++)
        {
            int site = known.FindSite(place with { Number = number });
            if (site < 0)
                continue;
            seen += known.SeenAt(site);
            found = found < 0 || number == 0 ? site : found;
        }

        return found;
    }

    /// <summary>Who a call is of: who was seen at its place, else the only one that its caller's code can await there.</summary>
    private MethodId Decide(RootTree tree, int node, in SeenMethod seen)
    {
        if (seen.Decided != default)
            return MayBe(node, seen.Decided) ? seen.Decided : default;
        if (seen.IsMixed)
            return default;
        bool isAwaited = node > 0 && !tree[node].Has(NodeFlags.NotAwaited | NodeFlags.AwaiterUnknown | NodeFlags.InferredEdge);
        return isAwaited && tree.CallerOf(tree[node].Parent) > 0 ? code.Decide(tree[tree[node].Parent].Method, tree[node].Method) : default;
    }

    private void ListCalled(RootTree tree)
    {
        Array.Clear(_firstCalled, 0, tree.NodeCount);
        for (int node = tree.NodeCount - 1; node > 0; node--)
        {
            _nextCalled[node] = _firstCalled[tree[node].Parent];
            _firstCalled[tree[node].Parent] = node;
        }
    }

    /// <summary>Whether a node called nothing that a method was never seen to call.</summary>
    private bool MayBe(int node, MethodId method)
    {
        for (int called = _firstCalled[node]; called != 0; called = _nextCalled[called])
        {
            if (!shapes.Allows(method, places.NameOf(called)))
                return false;
        }

        return true;
    }

    /// <summary>A call is outermost if none of its method is above it, which other names change. Nodes come as a walk through the tree meets them.</summary>
    private void FindOutermost(RootTree tree)
    {
        _open.Clear();
        _above.Clear();
        for (int node = 0; node < tree.NodeCount; node++)
        {
            if (tree[node].Has(NodeFlags.Shared))
                continue;
            while (_above.TryPeek(out int above) && above != tree[node].Parent)
                _open[tree[_above.Pop()].Method]--;
            bool isOutermost = !_open.TryGetValue(tree[node].Method, out int open) || open == 0;
            if (!(node == 0 && tree.IsSlice))
                tree[node].Flags = isOutermost ? tree[node].Flags | NodeFlags.Outermost : tree[node].Flags & ~NodeFlags.Outermost;
            _open[tree[node].Method] = open + (node == 0 && tree.IsSlice ? 0 : 1);
            _above.Push(node);
        }
    }
}

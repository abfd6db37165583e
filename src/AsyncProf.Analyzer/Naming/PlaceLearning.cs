using AsyncProf.Attribution;

namespace AsyncProf.Naming;

/// <summary>
/// Learns from the trees of a recording who was seen at which place of the call tree. Below a call that was not seen itself everything is kept apart until all is known:
/// a caller in doubt teaches nothing.
/// </summary>
/// <param name="places">The trees' places.</param>
/// <param name="shapes">Gets what methods call that were seen themselves.</param>
internal sealed class PlaceLearning(TreePlaces places, CallShapes shapes) : ITreeSink
{
    private readonly CallPlaces _seen = new();
    private int[] _paths = [];

    public void OnTree(RootTree tree)
    {
        places.Read(tree);
        if (!TreePlaces.IsUnknown(tree))
            Learn(tree, places.RootOf(tree), isInstance: false);
        if (places.MayBeInstance(tree))
            Learn(tree, places.InstanceOf(tree), isInstance: true);
    }

    private void Learn(RootTree tree, in CallSite root, bool isInstance)
    {
        if (_paths.Length < tree.NodeCount)
            _paths = new int[tree.NodeCount * 2];
        for (int node = 0; node < tree.NodeCount; node++)
        {
            if (node > 0 && places.IsSeen(tree, tree[node].Parent))
                shapes.See(tree[tree[node].Parent].Method, places.NameOf(node));
            if (tree[node].Has(NodeFlags.Shared))
            {
                _paths[node] = CallPlaces.None; // its path is that of its first awaiter
                continue;
            }

            bool isPlace = node > 0 || !isInstance;
            int site = _seen.Site(node == 0 ? root : places.SiteOf(node, _paths[tree[node].Parent]));
            if (site >= 0 && isPlace && places.IsSeen(tree, node))
                _seen.See(site, new SeenMethod(tree[node].Method, 1, false));
            _paths[node] = _seen.Path(new CallPath(site, !isPlace || places.IsAmbiguous(tree, node) ? default : tree[node].Method));
        }
    }

    /// <summary>
    /// What was learned. From the top down: a place that has only ever shown one method is that one's, and what was kept apart below it is added to what was seen below
    /// that method.
    /// </summary>
    public CallPlaces Finish()
    {
        var known = new CallPlaces();
        var siteOf = new int[_seen.Sites.Count];
        var pathOf = new int[_seen.Paths.Count];
        ILookup<int, int> bySite = Enumerable.Range(1, _seen.Paths.Count - 1).ToLookup(path => _seen.Paths[path].Site);
        foreach (IGrouping<int, int> level in Enumerable.Range(0, siteOf.Length).GroupBy(_seen.DepthOf).OrderBy(group => group.Key))
        {
            foreach (int site in level)
            {
                CallSite place = _seen.Sites[site];
                siteOf[site] = known.Site(place with { Path = pathOf[place.Path] });
                if (siteOf[site] >= 0)
                    known.See(siteOf[site], _seen.SeenAt(site));
            }

            foreach (int site in level)
            {
                foreach (int path in bySite[site])
                {
                    CallPath last = _seen.Paths[path];
                    pathOf[path] = siteOf[site] < 0 ? CallPlaces.None
                        : known.Path(new CallPath(siteOf[site], last.Method != default ? last.Method : known.SeenAt(siteOf[site]).Decided));
                }
            }
        }

        return known;
    }
}

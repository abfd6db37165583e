using AsyncProf.Attribution;

namespace AsyncProf.Spans;

/// <summary>
/// Gives each operation of a tree its role: subtrees of the frameworks fold into their outermost method, and where a trace would have too many spans,
/// calls of one method one after the other fold into the first.
/// </summary>
internal sealed class SpanRoles(SpanNames names, SpanRules rules)
{
    private SpanRole[] _roles = [];
    private int[] _into = [];
    private int[] _lastChild = [];
    private bool[] _leadsToOwn = [];
    private long[] _elapsed = []; // of all below as well

    public SpanRole this[int node] => _roles[node];

    /// <summary>The operation whose span has the numbers of a folded one.</summary>
    public int Into(int node) => _into[node];

    /// <summary>Assigns the roles; false if no span is worth its while, because nothing of the app's is in the tree.</summary>
    public bool Assign(RootTree tree, bool skipRoot)
    {
        int count = tree.NodeCount;
        if (_roles.Length < count)
        {
            int room = Math.Max(64, count * 2);
            (_roles, _into, _lastChild, _leadsToOwn, _elapsed) = (new SpanRole[room], new int[room], new int[room], new bool[room], new long[room]);
        }

        MarkOwn(tree);
        if (!skipRoot && !_leadsToOwn[0])
            return false; // a connection of the server's, say
        if (Assign(tree, skipRoot, foldRepeats: false) > rules.MaximumPerTrace)
            Assign(tree, skipRoot, foldRepeats: true);
        return true;
    }

    private bool IsFramework(in TreeNode node) => names[node.Method].IsFramework;

    /// <summary>Which nodes are, or lead to, methods that are not the frameworks'; and to which any time of the root goes.</summary>
    private void MarkOwn(RootTree tree)
    {
        Array.Clear(_leadsToOwn, 0, tree.NodeCount);
        Array.Clear(_elapsed, 0, tree.NodeCount);
        for (int node = tree.NodeCount - 1; node >= 0; node--)
        {
            _leadsToOwn[node] |= !IsFramework(tree[node]);
            _elapsed[node] += tree[node].Elapsed.Total;
            if (tree[node].Parent is not (>= 0 and var above))
                continue;
            _elapsed[above] += _elapsed[node];
            _leadsToOwn[above] |= _leadsToOwn[node];
        }
    }

    private int Assign(RootTree tree, bool skipRoot, bool foldRepeats)
    {
        int spans = 0;
        Array.Fill(_lastChild, -1, 0, tree.NodeCount);
        for (int node = 0; node < tree.NodeCount; node++)
        {
            _roles[node] = RoleOf(tree, node, skipRoot, foldRepeats);
            if (_roles[node] is SpanRole.Own or SpanRole.Whole)
                spans++;
        }

        return spans;
    }

    private SpanRole RoleOf(RootTree tree, int node, bool skipRoot, bool foldRepeats)
    {
        ref TreeNode n = ref tree[node];
        if (n.Has(NodeFlags.Shared) || (node == 0 && skipRoot))
            return SpanRole.Above;
        if (n.Parent >= 0 && _roles[n.Parent] == SpanRole.Aside)
            return SpanRole.Aside;
        if (n.Parent >= 0 && _roles[n.Parent] is var above and (SpanRole.Whole or SpanRole.Folded))
        {
            _into[node] = above == SpanRole.Whole ? n.Parent : _into[n.Parent];
            return SpanRole.Folded;
        }

        bool framework = IsFramework(n);
        if (framework && _leadsToOwn[node])
            return SpanRole.PassedOver;
        if (framework && n is { Parent: >= 0, Awaiters: 0 } && _elapsed[node] == 0)
            return SpanRole.Aside;
        if (foldRepeats && n.Parent >= 0)
        {
            int before = _lastChild[n.Parent];
            _lastChild[n.Parent] = node;
            if (before >= 0 && tree[before].Method == n.Method && tree[before].End <= n.Start)
            {
                _into[node] = _roles[before] == SpanRole.Folded ? _into[before] : before;
                return SpanRole.Folded;
            }
        }

        return framework ? SpanRole.Whole : SpanRole.Own;
    }
}

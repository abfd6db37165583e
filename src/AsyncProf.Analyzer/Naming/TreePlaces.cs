using AsyncProf.Attribution;
using AsyncProf.Events;
using AsyncProf.Symbols;

namespace AsyncProf.Naming;

/// <summary>
/// What the nodes of a tree are called as far as events tell, and which of its caller's calls of that name each is. Used again for the next tree.
/// </summary>
/// <param name="methods">The methods.</param>
internal sealed class TreePlaces(MethodTable methods)
{
    /// <summary>Calls beyond so many of one name are one place.</summary>
    public const int MostNumbers = 8;

    /// <summary>The number of calls whose number is not known.</summary>
    public const int Unnumbered = -1;

    /// <summary>A root that calls so much may be told apart by itself.</summary>
    private const int ManyCalls = 16;

    /// <summary>No more roots than this are told apart by when they began.</summary>
    private const int MostInstances = 20_000;

    private readonly Dictionary<long, int> _instances = [];
    private readonly List<int> _repeated = [];
    private MethodId[] _names = [];
    private int[] _numbers = [];

    /// <summary>The name of a node: that which several have, where its method is one of them; otherwise the method.</summary>
    public MethodId NameOf(int node) => _names[node];

    /// <summary>Whether a node's method is seen to be one of several of a name.</summary>
    public bool IsSeen(RootTree tree, int node) => _names[node] != tree[node].Method;

    /// <summary>Whether nothing tells which of several a node's method is.</summary>
    public bool IsAmbiguous(RootTree tree, int node) => methods[tree[node].Method].IsAmbiguous;

    /// <summary>The place of a node below a path.</summary>
    public CallSite SiteOf(int node, int path) => new(path, _names[node], _numbers[node]);

    /// <summary>The place of a tree's root: an entry by its name, any other by its method.</summary>
    public CallSite RootOf(RootTree tree) => new(CallPlaces.Top, tree.Name != NameTable.NoneId ? new MethodId(-tree.Name) : _names[0], 0);

    /// <summary>The place of a tree's root by itself, so that what it calls is compared only with what it calls.</summary>
    public CallSite InstanceOf(RootTree tree) => new(CallPlaces.Top, default, Instance(tree[0].Start));

    /// <summary>Whether a tree's root may be a place by itself: what began before the recording, or calls on and on under a name that several have.</summary>
    public bool MayBeInstance(RootTree tree) => tree.Name == NameTable.NoneId && (IsUnknown(tree) || (IsAmbiguous(tree, 0) && (tree.Kind == RootKind.Open || tree.NodeCount >= ManyCalls)));

    /// <summary>Whether nothing at all names a tree's root.</summary>
    public static bool IsUnknown(RootTree tree) => tree.Name == NameTable.NoneId && tree[0].Method == default;

    /// <summary>Looks through a tree; false if nothing in it could be told apart.</summary>
    public bool Read(RootTree tree)
    {
        if (_names.Length < tree.NodeCount)
            (_names, _numbers) = (new MethodId[tree.NodeCount * 2], new int[tree.NodeCount * 2]);
        _repeated.Clear();
        for (int node = 0; node < tree.NodeCount; node++)
        {
            MethodId method = tree[node].Method;
            _numbers[node] = 0;
            _names[node] = methods.ShortOf(method);
            if (_names[node] == default)
                _names[node] = method;
            if ((_names[node] != method || methods[method].IsAmbiguous) && !tree[node].Has(NodeFlags.Shared))
                _repeated.Add(node);
        }

        if (_repeated.Count == 0)
            return false;
        _repeated.Sort((left, right) => Compare(tree, left, right));
        for (int i = 0; i < _repeated.Count; i++)
        {
            int node = _repeated[i], before = i == 0 ? -1 : _repeated[i - 1];
            if (node > 0 && !HasAllCalls(tree, tree[node].Parent))
                _numbers[node] = Unnumbered;
            else if (before >= 0 && tree[node].Parent == tree[before].Parent && _names[node] == _names[before])
                _numbers[node] = Math.Min(_numbers[before] + 1, MostNumbers);
        }

        return true;
    }

    /// <summary>Whether all calls of a node are below it. What takes long is charged bit by bit, and those of earlier bits are gone, so that nothing counts them.</summary>
    private static bool HasAllCalls(RootTree tree, int node) =>
        (tree[0].Start >= tree.From || tree[node].Start >= tree.From) && !(node == 0 && (tree.Kind == RootKind.Open || IsUnknown(tree)));

    private int Compare(RootTree tree, int left, int right)
    {
        int order = tree[left].Parent.CompareTo(tree[right].Parent);
        order = order != 0 ? order : _names[left].Value.CompareTo(_names[right].Value);
        order = order != 0 ? order : tree[left].Start.CompareTo(tree[right].Start);
        return order != 0 ? order : left.CompareTo(right);
    }

    private int Instance(long start)
    {
        if (!_instances.TryGetValue(start, out int instance) && _instances.Count < MostInstances)
            _instances.Add(start, instance = _instances.Count + 1);
        return instance;
    }
}

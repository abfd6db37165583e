using AsyncProf.Attribution;
using AsyncProf.Events;
using AsyncProf.Stitching;
using AsyncProf.Symbols;

namespace AsyncProf.Profiles;

/// <summary>Adds up charged roots by logical stack and by method. Bounded: beyond a number of stacks new ones fold into <c>(other)</c>.</summary>
internal sealed class ProfileBuilder : ITreeSink
{
    private const int MaximumRootNames = 4096;

    private readonly NameTable _names;
    private readonly MethodTable _methods;
    private readonly FrameTable _frames;
    private readonly StackTable _stacks;
    private readonly TickClock _clock;
    private readonly Dictionary<int, MethodStatistics> _statistics = [];
    private readonly Dictionary<(RootKind Kind, int Frame), RootStatistics> _roots = [];
    private readonly Func<RootTree, CallNode> _fold;
    private int[] _nodeStacks = new int[64];

    public ProfileBuilder(NameTable names, MethodTable methods, TickClock clock, int maximumStacks = 100_000)
        : this(names, methods, clock, new FrameTable(names, methods), maximumStacks)
    {
    }

    private ProfileBuilder(NameTable names, MethodTable methods, TickClock clock, FrameTable frames, int maximumStacks)
    {
        _names = names;
        _methods = methods;
        _clock = clock;
        _frames = frames;
        _stacks = new StackTable(maximumStacks);
        _fold = SingleTree;
    }

    /// <summary>Calls that began before this moment, in ticks, are cut by the recording's edge: charged, but not counted.</summary>
    public long Since { get; init; } = long.MinValue;

    /// <summary>Roots charged that had not ended.</summary>
    public long Unfinished { get; private set; }

    /// <summary>Stacks that were folded because there were too many.</summary>
    public long FoldedStacks => _stacks.Folded;

    public void OnTree(RootTree tree)
    {
        int root = RootFrame(tree);
        Add(tree, root);
        if (!_roots.TryGetValue((tree.Kind, root), out RootStatistics? statistics))
            _roots.Add((tree.Kind, root), statistics = new RootStatistics(_frames[root], tree.Kind));
        statistics.Add(tree, _clock, tree.Kind != RootKind.Open && IsWhole(tree[0]), _fold);
        if (tree.Kind == RootKind.Open)
            Unfinished++;
    }

    /// <summary>What has been added up so far, as a profile.</summary>
    public AsyncProfile Build(RecordingInfo recording)
    {
        CallNode tree = _stacks.ToTree(_frames, _clock);
        long all = tree.TaskTotal.TotalNs, unnamed = UnattributedNs(tree);
        return new AsyncProfile(
            recording with
            {
                Unfinished = Unfinished,
                AmbiguousNames = _frames.AmbiguousCount,
                UnattributedShare = all == 0 ? 0 : (double)unnamed / all,
                NotAwaited = _statistics.Values.Sum(method => method.NotAwaited),
                AwaiterUnknown = _statistics.Values.Sum(method => method.AwaiterUnknown),
                PrefixAtMostNs = _statistics.Values.Sum(method => method.PrefixAtMostNs),
                PrefixUnknown = _statistics.Values.Sum(method => method.PrefixUnknown),
            },
            tree,
            [.. _roots.Values.Select(root => root.ToRow(_clock, _fold)).OrderByDescending(root => root.ElapsedNs).ThenBy(root => root.Name, StringComparer.Ordinal)],
            _statistics.ToDictionary(pair => _frames[pair.Key].Name, pair => pair.Value.Copy(), StringComparer.Ordinal));
    }

    private static long UnattributedNs(CallNode tree)
    {
        long ns = 0;
        var work = new Stack<CallNode>([tree]);
        while (work.TryPop(out CallNode? node))
        {
            if (node.Kind == FrameKind.Method && node.Name == MethodName.Unknown.Name)
                ns += node.TaskSelf.TotalNs + node.Children.Where(child => child.Kind == FrameKind.Leaf).Sum(child => child.TaskTotal.TotalNs);
            foreach (CallNode child in node.Children)
                work.Push(child);
        }

        return ns;
    }

    private bool IsWhole(in TreeNode node) => node.Has(NodeFlags.Call) && node.Start >= Since;

    private int RootFrame(RootTree tree)
    {
        if (!tree.IsSlice)
            return _frames.Method(tree[0].Method);
        if (_roots.Count >= MaximumRootNames)
            return _frames.Entry("(other)");
        return _frames.Entry(tree.Name == NameTable.NoneId ? $"({tree.Kind})" : _names[tree.Name]);
    }

    private void Add(RootTree tree, int root)
    {
        if (_nodeStacks.Length < tree.NodeCount)
            _nodeStacks = new int[Math.Max(tree.NodeCount, _nodeStacks.Length * 2)];
        _nodeStacks[0] = _stacks.Child(StackTable.Root, root);
        for (int node = 0; node < tree.NodeCount; node++)
        {
            int frame = node == 0 ? root : _frames.Method(tree[node].Method);
            if (node > 0)
                _nodeStacks[node] = _stacks.Child(_nodeStacks[tree[node].Parent], frame);
            AddNode(tree, node, frame);
        }
    }

    private void AddNode(RootTree tree, int node, int frame)
    {
        ref TreeNode n = ref tree[node];
        int stack = _nodeStacks[node];
        StateTimes task = n.Task, elapsed = n.Elapsed;
        for (int leaf = n.FirstLeaf; leaf >= 0; leaf = tree.Leaf(leaf).Next)
        {
            ref LeafCharge charge = ref tree.Leaf(leaf);
            StateTimes leafTask = default, leafElapsed = default;
            leafTask.Add(charge.State, charge.Task);
            leafElapsed.Add(charge.State, charge.Elapsed);
            _stacks.Add(_stacks.Child(stack, _frames.Leaf(charge.Label)), leafTask, leafElapsed, charge.Count);
            task.Add(charge.State, -charge.Task);
            elapsed.Add(charge.State, -charge.Elapsed);
        }

        bool call = IsWhole(n);
        _stacks.Add(stack, task, elapsed, call ? 1 : 0);
        if (!call)
            return;
        if (!_statistics.TryGetValue(frame, out MethodStatistics? statistics))
            _statistics.Add(frame, statistics = new MethodStatistics());
        statistics.AddCall(n.Status, n.Flags, _clock.ToNs(n.Wall), n.PrefixAtMost < 0 ? -1 : _clock.ToNs(n.PrefixAtMost));
    }

    /// <summary>The tree of one root alone, folded by stack; it is not added up.</summary>
    public CallNode SingleTree(RootTree tree)
    {
        var single = new ProfileBuilder(_names, _methods, _clock, _frames, 10_000);
        single.Add(tree, RootFrame(tree));
        return single._stacks.ToTree(_frames, _clock).Children[0];
    }
}

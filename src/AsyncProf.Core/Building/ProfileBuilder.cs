using AsyncProf.Attribution;
using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;
using AsyncProf.Profiles.Durations;
using AsyncProf.Profiles.Tables;
using AsyncProf.Symbols;
using AsyncProf.Symbols.Awaits;

namespace AsyncProf.Building;

/// <summary>Adds up charged roots by logical stack. Bounded: beyond a number of stacks new ones fold into <c>(other)</c>.</summary>
internal sealed class ProfileBuilder : ICutSink
{
    /// <summary>Half a million stacks would be 100 MB.</summary>
    public const int DefaultMaximumStacks = 100_000;

    private const int MaximumRootNames = 4096;

    private readonly NameTable _names;
    private readonly MethodTable _methods;
    private readonly FrameTable _frames;
    private readonly StackTable _stacks;
    private readonly TickClock _clock;
    private readonly Dictionary<(RootKind Kind, int Frame), SlowestRoot> _roots = [];
    private readonly AwaitSheet _awaits;
    private readonly SpawnSheet _spawns;
    private readonly OpenRootSet _open = new();
    private readonly SpanLinks _links = new();
    private readonly AwaitTable? _table;
    private readonly Func<RootTree, CallNode> _fold;
    private readonly SampleSheet _sampled = new();
    private readonly SampleSheet _allocations = new();
    private readonly LateNodes _late = new();
    private int[] _nodeStacks = new int[64];
    private AwaitedBy[] _nodeAwaited = new AwaitedBy[64];
    private Notes[] _notes = new Notes[64];
    private PrefixBound _prefixes;

    public ProfileBuilder(NameTable names, MethodTable methods, TickClock clock, int maximumStacks = DefaultMaximumStacks, int maximumDepth = ProfileData.MaximumDepth, AwaitTable? awaits = null)
        : this(names, methods, clock, awaits, new FrameTable(names, methods, awaits), new StackTable(maximumStacks, maximumDepth))
    {
    }

    private ProfileBuilder(NameTable names, MethodTable methods, TickClock clock, AwaitTable? awaits, FrameTable frames, StackTable stacks)
    {
        _awaits = new AwaitSheet(_table = awaits);
        _spawns = new SpawnSheet(names, methods);
        _names = names;
        _methods = methods;
        _clock = clock;
        _frames = frames;
        _stacks = stacks;
        _fold = SingleTree;
    }

    /// <summary>What of threads is to be told beside time: what others have measured meanwhile is not the recording's own.</summary>
    public MeasuredUse Wanted { get; set; } = MeasuredUse.Allocations | MeasuredUse.Cpu;

    /// <summary>Calls that began before this moment, in ticks, are cut by the recording's edge: charged, but not counted.</summary>
    public long Since { get; init; } = long.MinValue;

    /// <summary>Whether the tree of the slowest root of each name is kept, which costs a copy and, at each building, its folding.</summary>
    public bool KeepsTrees { get; init; } = true;

    /// <summary>Whether samples of the slowest requests say which span they are of although no trees are kept; where they are kept, samples always do.</summary>
    public bool LinksSpans { get; init; }

    /// <summary>Which sampled stacks were seen at which logical stacks, by their places in what <see cref="Build"/> makes.</summary>
    public SampleSheet Sampled => _sampled;

    /// <summary>The same of samples of what was allocated: in place of time they stand for bytes.</summary>
    public SampleSheet Allocations => _allocations;

    /// <summary>Chooses single roots for a timeline; null where nobody asks for one. The trees must tell how they went over time.</summary>
    public TimelineBuilder? Timeline { get; init; }

    /// <summary>The tick at which the timeline ends.</summary>
    public long End { get; set; }

    /// <summary>Roots charged that had not ended.</summary>
    public long Unfinished { get; private set; }

    /// <summary>What was charged to roots that had not ended, in nanoseconds.</summary>
    public long UnfinishedNs { get; private set; }

    /// <summary>Stacks that were folded because there were too many.</summary>
    public long FoldedStacks => _stacks.Folded;

    /// <summary>What it takes, in bytes.</summary>
    public long KeptBytes => _stacks.KeptBytes + _frames.KeptBytes + _awaits.KeptBytes + _spawns.KeptBytes + _open.KeptBytes + _sampled.KeptBytes + _allocations.KeptBytes + _roots.Values.Sum(root => root.KeptBytes) + (Timeline?.KeptBytes ?? 0);

    public void OnTree(RootTree tree)
    {
        int root = RootFrame(tree);
        if (!_roots.TryGetValue((tree.Kind, root), out SlowestRoot? slowest))
            _roots.Add((tree.Kind, root), slowest = new SlowestRoot());
        bool counts = tree.Kind != RootKind.Open && IsWhole(tree[0]);
        Add(tree, root, (KeepsTrees || LinksSpans) && counts && tree.Kind == RootKind.Request && slowest.IsExceededBy(tree, _clock) ? _links.Of(tree.Context) : 0);
        if (KeepsTrees || LinksSpans)
            slowest.Add(tree, _clock, counts, KeepsTrees ? _fold : null);
        for (int node = 0; node < tree.NodeCount && tree.Pauses is not null; node++)
            slowest.PausedTicks += tree[node].Paused.Total;
        Timeline?.Add(tree, root, IsWhole(tree[0]), _frames);
        Timeline?.Series.Add(tree, _frames[root].IsFramework, _nodeStacks, _frames);
        End = Math.Max(End, tree.To);
        int starter = _spawns.StarterOf(tree);
        _spawns.Add(tree, starter, node => IsWhole(tree[node]), _frames);
        _open.Add(tree, root, starter);
        if (tree.Kind != RootKind.Open)
            return;
        Unfinished++;
        UnfinishedNs += _clock.ToNs(tree.Observed);
    }

    public bool OnLate(int late, in ResourceUse use)
    {
        if (!_late.TryFind(late, out int stack, out ChargeTags tags))
            return false;
        _stacks.Add(stack, tags, default, default, 0, 0, use);
        return true;
    }

    /// <summary>Nothing will tell any more whether what was open has ended: it does not count as still running.</summary>
    public void OnCut() => _open.Clear();

    /// <summary>What has been added up so far, as a profile.</summary>
    public AsyncProfile Build(RecordingInfo recording)
    {
        ProfileData data = Freeze();
        ResourceUse used = data.Samples.Aggregate(default(ResourceUse), static (sum, sample) => sum + sample.Sums.Use);
        recording = recording with
        {
            Unfinished = Unfinished,
            UnfinishedNs = UnfinishedNs,
            FoldedStacks = FoldedStacks,
            AmbiguousNames = _frames.AmbiguousCount,
            UnattributedShare = Unattributed.Share(data),
            AmbiguousShare = Unattributed.AmbiguousShare(data),
            UnknownAwaitShare = UnknownWaits.Share(data),
            AwaiterUnknownShare = UnknownAwaiters.Share(data),
            NotAwaited = Count(data, AwaitedBy.Nobody),
            AwaiterUnknown = Count(data, AwaitedBy.Unknown),
            PrefixAtMostNs = _prefixes.Ns(_clock),
            PrefixUnknown = data.Methods.Values.Sum(notes => notes.PrefixUnknown),
            Allocated = recording.Allocated is { } allocated
                ? allocated with { OperationsBytes = used.AllocatedBytes, ProfilerBytes = AtMost(allocated.ProfilerBytes, allocated.ProcessBytes - allocated.TracingBytes - allocated.OutsideBytes - used.AllocatedBytes) }
                : null,
            Cpu = recording.Cpu is { } cpu ? cpu with { OperationsNs = used.CpuNs, ProfilerNs = AtMost(cpu.ProfilerNs, cpu.ProcessNs - cpu.OutsideNs - used.CpuNs) } : null,
        };
        return new AsyncProfile(recording, data);
    }

    /// <summary>The tree of one root alone, folded by stack; it is not added up.</summary>
    public CallNode SingleTree(RootTree tree)
    {
        var single = new ProfileBuilder(_names, _methods, _clock, _table, _frames, new StackTable(10_000, ProfileData.MaximumDepth));
        single.Add(tree, RootFrame(tree), link: 0);
        return CallTree.Of(single.Freeze()).Children[0];
    }

    /// <summary>The profiler's own threads tell what they used when they have done something, and may have begun that before the profile.</summary>
    private static long AtMost(long profiler, long left) => Math.Min(profiler, Math.Max(0, left));

    private static long Count(ProfileData data, AwaitedBy awaited) => data.Samples.Where(sample => sample.Tags.Awaited == awaited).Sum(sample => sample.Sums.Calls);

    private ProfileData Freeze()
    {
        (StackNode[] stacks, StackCharge[] samples) = _stacks.Freeze(_clock, Wanted);
        var methods = new Dictionary<(FrameKind Kind, string Name), MethodNotes>();
        for (int frame = 0; frame < _notes.Length; frame++)
        {
            if (_notes[frame].IsSet)
                methods[(_frames[frame].Kind, _frames[frame].Name)] = _notes[frame].Freeze(_clock);
        }

        Dictionary<int, long> running = _open.Running.GroupBy(open => open.Frame).ToDictionary(open => open.Key, open => open.Sum(root => (long)root.Count));
        return new ProfileData
        {
            Frames = _frames.ToArray(),
            Stacks = stacks,
            Samples = samples,
            Methods = methods,
            Awaits = _awaits.Freeze(_frames, _clock),
            Roots = _roots.ToDictionary(pair => (pair.Key.Kind, _frames[pair.Key.Frame].Name), pair => pair.Value.ToNotes(_fold) with { GcNs = _clock.ToNs(pair.Value.PausedTicks), StillRunning = pair.Key.Kind == RootKind.Open ? running.GetValueOrDefault(pair.Key.Frame) : 0 }),
            Spawns = _spawns.Freeze(_frames, _clock, _open),
            Links = _links.ToArray(),
            Timeline = Timeline?.Freeze(_frames, stacks, End),
        };
    }

    private bool IsWhole(in TreeNode node) => node.Has(NodeFlags.Call) && node.Start >= Since;

    private int RootFrame(RootTree tree)
    {
        if (!tree.IsSlice)
            return _frames.Method(tree[0].Method);
        if (_roots.Count >= MaximumRootNames)
            return _frames.Entry(Frame.Other.Name);
        return _frames.Entry(tree.Name == NameTable.NoneId ? $"({tree.Kind})" : _names[tree.Name]);
    }

    private void Add(RootTree tree, int root, int link)
    {
        if (_nodeStacks.Length < tree.NodeCount)
        {
            _nodeStacks = new int[Math.Max(tree.NodeCount, _nodeStacks.Length * 2)];
            _nodeAwaited = new AwaitedBy[_nodeStacks.Length];
        }

        _nodeStacks[0] = _stacks.Child(StackTable.Root, root);
        for (int node = 0; node < tree.NodeCount; node++)
        {
            int frame = node == 0 ? root : _frames.Method(tree[node].Method);
            if (node > 0)
                _nodeStacks[node] = Below(_nodeStacks[tree[node].Parent], tree[node], frame);
            _nodeAwaited[node] = AwaitedByOf(tree[node].Flags, node > 0 ? _nodeAwaited[tree[node].Parent] : AwaitedBy.Parent);
            AddNode(tree, node, frame, link);
            if (tree[node].FirstAwait >= 0)
                _awaits.Add(tree, node, root, frame);
        }

        if (tree.Samples.Count > 0)
            _sampled.Add(tree, tree.Samples, _nodeStacks);
        if (tree.Allocations.Count > 0)
            _allocations.Add(tree, tree.Allocations, _nodeStacks);
        foreach ((int node, int number) in tree.Late)
            _late.Add(number, _nodeStacks[node], TagsOf(tree, node, link));
    }

    private ChargeTags TagsOf(RootTree tree, int node, int link) =>
        new ChargeTags(tree.Kind, tree[node].Status, _nodeAwaited[node], IsWhole(tree[node]) ? DurationBuckets.Of(_clock.ToNs(tree[node].Wall)) : -1).LinkedTo(link);

    /// <summary>The stack of an awaited operation: below its awaiter, and below those who pass its task on.</summary>
    private int Below(int stack, in TreeNode node, int frame)
    {
        int line = LineOf(node.AwaitedAt);
        if (node.PassedBy != 0)
        {
            foreach (MethodId passing in _table!.PassingMethods(node.PassedBy))
            {
                stack = _stacks.Child(stack, _frames.Method(passing), line);
                line = 0;
            }
        }

        return _stacks.Child(stack, frame, line);
    }

    private int LineOf(int await) => await > 0 && _table is not null ? _table[await].Line : 0;

    private void AddNode(RootTree tree, int node, int frame, int link)
    {
        ref TreeNode n = ref tree[node];
        int stack = _nodeStacks[node];
        bool call = IsWhole(n);
        long wallNs = call ? _clock.ToNs(n.Wall) : 0;
        AwaitedBy leafAwaited = Below(_nodeAwaited[node]);
        ChargeTags tags = TagsOf(tree, node, link);
        StateTimes task = n.Task, elapsed = n.Elapsed;
        for (int leaf = n.FirstLeaf; leaf >= 0; leaf = tree.Leaf(leaf).Next)
        {
            ref WaitCharge charge = ref tree.Leaf(leaf);
            StateTimes leafTask = default, leafElapsed = default;
            leafTask.Add(charge.State, charge.Task);
            leafElapsed.Add(charge.State, charge.Elapsed);
            _stacks.Add(_stacks.Child(stack, _frames.Wait(charge.Label), LineOf(charge.Await)), new ChargeTags(tree.Kind, n.Status, leafAwaited, tags.Bucket).LinkedTo(link), leafTask, leafElapsed, charge.Count, 0);
            task.Add(charge.State, -charge.Task);
            elapsed.Add(charge.State, -charge.Elapsed);
        }

        _stacks.Add(stack, tags, task, elapsed, call ? 1 : 0, wallNs, n.Use);
        Note(frame, n, call, wallNs);
    }

    private void Note(int frame, in TreeNode node, bool call, long wallNs)
    {
        if (frame >= _notes.Length)
            Array.Resize(ref _notes, Math.Max(frame + 1, _notes.Length * 2));
        ref Notes notes = ref _notes[frame];
        notes.IsSet = true;
        notes.Yields += node.Yields;
        notes.Paused.Add(node.Paused);
        notes.LongestRunNs = Math.Max(notes.LongestRunNs, _clock.ToNs(node.LongestRun));
        if (!call)
            return;
        if (node.Has(NodeFlags.Outermost))
            notes.MaxNs = Math.Max(notes.MaxNs, wallNs);
        if (node.PrefixAtMost < 0)
            notes.PrefixUnknown++;
        notes.Prefixes.Add(node.Start, node.PrefixAtMost);
        _prefixes.Add(node.Start, node.PrefixAtMost);
    }

    private static AwaitedBy AwaitedByOf(NodeFlags flags, AwaitedBy above) =>
        (flags & NodeFlags.NotAwaited) != 0 ? AwaitedBy.Nobody : (flags & NodeFlags.AwaiterUnknown) != 0 ? AwaitedBy.Unknown : Below(above);

    private static AwaitedBy Below(AwaitedBy above) => above is AwaitedBy.Unknown or AwaitedBy.BelowUnknown ? AwaitedBy.BelowUnknown : AwaitedBy.Parent;

    private struct Notes
    {
        public bool IsSet;
        public long MaxNs;
        public PrefixBound Prefixes;
        public long PrefixUnknown;
        public long LongestRunNs;
        public long Yields;
        public StateTimes Paused;

        public readonly MethodNotes Freeze(TickClock clock) =>
            new() { GcPaused = clock.ToNs(Paused), MaxNs = MaxNs, PrefixAtMostNs = Prefixes.Ns(clock), PrefixUnknown = PrefixUnknown, LongestRunNs = LongestRunNs, Yields = Yields };
    }
}

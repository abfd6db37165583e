using System.Runtime.CompilerServices;
using AsyncProf.Events;
using AsyncProf.Stitching.Records;
using AsyncProf.Stitching.Roots;
using AsyncProf.Symbols.Awaits;

namespace AsyncProf.Attribution;

/// <summary>
/// One charged root: its operations in order, parents first, with what each was charged on both axes.
/// Reused for the next root: read it while it is handed over, keep nothing of it.
/// </summary>
internal sealed class RootTree
{
    /// <summary>A tree of more nodes is rare, a look at a server's open connections; what it took is not kept for the next one.</summary>
    private const int MostKept = 16_384;

    private TreeNode[] _nodes;
    private WaitCharge[] _leaves = [];
    private AwaitCharge[] _awaits = [];

    /// <summary>Creates an empty tree.</summary>
    /// <param name="capacity">How many nodes it has room for at first.</param>
    public RootTree(int capacity = 64) => _nodes = new TreeNode[capacity];

    public RootKind Kind { get; private set; }

    /// <summary>Whether it is a request or a scope, whose node is a slice of its owner's time.</summary>
    public bool IsSlice { get; private set; }

    /// <summary>Whether it is a second look at what is charged elsewhere as well.</summary>
    public bool IsScopeView { get; private set; }

    /// <summary>The window that it is a look of, at the time since that began; 0 for none.</summary>
    public int Window { get; private set; }

    /// <summary>The root's name where an entry gives it one; 0 where its method does.</summary>
    public int Name { get; private set; }

    public EntryContext Context { get; private set; }

    public EntryFlags EntryFlags { get; private set; }

    /// <summary>The entry's own scope, or that in whose flow the root operation began; 0 for none.</summary>
    public ushort Scope { get; private set; }

    /// <summary>The name of the operation that began the root; 0 where none did, or its name is not known.</summary>
    public int Spawner { get; private set; }

    /// <summary>The name of the request or scope in whose flow the root began; 0 for none.</summary>
    public int SpawnerEntry { get; private set; }

    /// <summary>The charged window, in ticks.</summary>
    public long From { get; private set; }

    public long To { get; private set; }

    /// <summary>How long the root was idle in the window: only an iterator that is itself a root.</summary>
    public long Idle { get; set; }

    public int NodeCount { get; private set; }

    public int LeafCount { get; private set; }

    public int AwaitCount { get; private set; }

    /// <summary>The waits of each node as they happened, in order of the nodes.</summary>
    public List<OwnInterval> Waits { get; } = [];

    /// <summary>The app's own spans that ended in a node's method, as they happened.</summary>
    public List<ChildSpan> ChildSpans { get; } = [];

    /// <summary>What samples saw of threads that executed the nodes' operations.</summary>
    public List<NodeSample> Samples { get; } = [];

    /// <summary>What samples saw the nodes' operations allocate: in place of time they stand for bytes.</summary>
    public List<NodeSample> Allocations { get; } = [];

    /// <summary>Nodes of which a thread has yet to tell what it used for them, and the numbers under which it will.</summary>
    public List<(int Node, int Number)> Late { get; } = [];

    /// <summary>How it went over time; null unless asked for, because it costs a list entry for each charge.</summary>
    public TreeIntervals? Intervals { get; set; }

    /// <summary>The pauses of the garbage collector; null where none lies in the window.</summary>
    public PauseList? Pauses { get; set; }

    /// <summary>What is charged on the elapsed axis, to the tick.</summary>
    public long Observed => To - From - Idle;

    public ref TreeNode this[int node] => ref _nodes[node];

    public ref WaitCharge Leaf(int leaf) => ref _leaves[leaf];

    public ref AwaitCharge Await(int await) => ref _awaits[await];

    public void Reset(in Charge charge, in Entry entry, ushort operationScope, int spawner = NameTable.NoneId)
    {
        Kind = charge.Kind;
        IsSlice = charge.IsSlice;
        IsScopeView = charge.IsScopeView;
        Name = IsSlice ? entry.Name : NameTable.NoneId;
        Context = entry.Context;
        EntryFlags = entry.Flags;
        Scope = IsSlice ? entry.Scope : operationScope;
        Spawner = IsSlice ? NameTable.NoneId : spawner;
        SpawnerEntry = IsSlice ? NameTable.NoneId : entry.Name;
        Window = charge.Window;
        From = Math.Max(charge.From, charge.Since);
        To = charge.To;
        Idle = 0;
        NodeCount = 0;
        LeafCount = 0;
        AwaitCount = 0;
        Waits.Clear();
        ChildSpans.Clear();
        Samples.Clear();
        Allocations.Clear();
        Late.Clear();
        Intervals?.Clear();
    }

    /// <summary>Becomes a copy of another tree, but for its intervals and the order of its waits.</summary>
    public void CopyFrom(RootTree other)
    {
        (Kind, IsSlice, Name, Context, EntryFlags, Scope) = (other.Kind, other.IsSlice, other.Name, other.Context, other.EntryFlags, other.Scope);
        (IsScopeView, Window, Spawner, SpawnerEntry) = (other.IsScopeView, other.Window, other.Spawner, other.SpawnerEntry);
        (From, To, Idle, NodeCount, LeafCount, AwaitCount) = (other.From, other.To, other.Idle, other.NodeCount, other.LeafCount, other.AwaitCount);
        if (_nodes.Length < NodeCount)
            _nodes = new TreeNode[NodeCount];
        if (_leaves.Length < LeafCount)
            _leaves = new WaitCharge[LeafCount];
        if (_awaits.Length < AwaitCount)
            _awaits = new AwaitCharge[AwaitCount];
        other._nodes.AsSpan(0, NodeCount).CopyTo(_nodes);
        other._leaves.AsSpan(0, LeafCount).CopyTo(_leaves);
        other._awaits.AsSpan(0, AwaitCount).CopyTo(_awaits);
    }

    /// <summary>It has been read: what an unusually large one took is given back.</summary>
    public void LetGo()
    {
        if (NodeCount <= MostKept)
            return;
        (_nodes, _leaves, _awaits) = (new TreeNode[16], [], []);
        (NodeCount, LeafCount, AwaitCount) = (0, 0, 0);
        Waits.Clear();
        Waits.TrimExcess();
    }

    /// <summary>Who calls what hangs below a node: its method, or for the node of an entry the entry's name, negative.</summary>
    public int CallerOf(int node) => node == 0 && Name != NameTable.NoneId ? -Name : _nodes[node].Method.Value;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int AddNode(in TreeNode node)
    {
        if (NodeCount == _nodes.Length)
            Array.Resize(ref _nodes, Math.Max(16, NodeCount * 2));
        _nodes[NodeCount] = node;
        _nodes[NodeCount].FirstLeaf = _nodes[NodeCount].FirstAwait = -1;
        return NodeCount++;
    }

    /// <summary>Charges a node on the task axis; waits that are named also under their leaf, where they count if they begin here.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void ChargeTask(int node, ChargeState state, WaitLabel? label, long from, long to, int await, bool begins = true)
    {
        _nodes[node].Task.Add(state, to - from);
        Intervals?.Own.Add(new OwnInterval(node, state, label ?? default, from, to));
        if (label is not { } leaf)
            return;
        ref WaitCharge charge = ref LeafOf(node, leaf, state);
        charge.Task += to - from;
        charge.Count += begins ? 1 : 0;
        if (await > 0 && charge.Await != await)
            charge.Await = charge.Await == AwaitTable.Unknown ? await : -1;
        Waits.Add(new OwnInterval(node, state, leaf, from, to, await));
    }

    /// <summary>Says at which await of its method a node spent what its own life spent: waiting there whatever for, ready and running from there to the next.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void ChargeAwait(int node, int await, ChargeState state, long ticks, bool counts)
    {
        if (await == AwaitTable.Unknown)
            return;
        int found = _nodes[node].FirstAwait;
        while (found >= 0 && _awaits[found].Await != await)
            found = _awaits[found].Next;
        if (found < 0)
        {
            if (AwaitCount == _awaits.Length)
                Array.Resize(ref _awaits, Math.Max(16, AwaitCount * 2));
            _awaits[found = AwaitCount++] = new AwaitCharge { Await = await, Next = _nodes[node].FirstAwait };
            _nodes[node].FirstAwait = found;
        }

        _awaits[found].Times.Add(state, ticks);
        _awaits[found].Count += counts ? 1 : 0;
    }

    /// <summary>Charges a node on the elapsed axis.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void ChargeElapsed(int node, ChargeState state, WaitLabel? label, long ticks)
    {
        _nodes[node].Elapsed.Add(state, ticks);
        if (label is { } leaf)
            LeafOf(node, leaf, state).Elapsed += ticks;
    }

    /// <summary>Checks what must always hold: elapsed sums to the observed time to the tick, and nothing is negative.</summary>
    /// <exception cref="InvalidOperationException">It does not hold; a bug of the engine.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void SelfCheck()
    {
        long elapsed = 0;
        for (int i = 0; i < NodeCount; i++)
        {
            ref TreeNode node = ref _nodes[i];
            elapsed += node.Elapsed.Total;
            CheckStates(node.Elapsed);
            CheckStates(node.Task);
            if (node.Paused.Running > node.Elapsed.Running || node.Paused.Waiting > node.Elapsed.Waiting || node.Paused.Ready > node.Elapsed.Ready || node.Paused.Blocked > node.Elapsed.Blocked)
                throw new InvalidOperationException("More of a state was a pause than there is of it.");
            if (node.Parent >= i)
                throw new InvalidOperationException("A node comes before its parent.");
            long leafElapsed = 0, leafTask = 0;
            for (int leaf = node.FirstLeaf; leaf >= 0; leaf = _leaves[leaf].Next)
            {
                leafElapsed += _leaves[leaf].Elapsed;
                leafTask += _leaves[leaf].Task;
            }

            if (leafElapsed > node.Elapsed.Total || leafTask > node.Task.Total)
                throw new InvalidOperationException("The leaves of a node hold more than the node.");
        }

        if (elapsed != Observed)
            throw new InvalidOperationException(FormattableString.Invariant($"Elapsed charges sum to {elapsed} ticks, observed were {Observed}."));

        static void CheckStates(in StateTimes times)
        {
            if (times.Running < 0 || times.Waiting < 0 || times.Ready < 0 || times.Blocked < 0)
                throw new InvalidOperationException("A state has negative time.");
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private ref WaitCharge LeafOf(int node, WaitLabel label, ChargeState state)
    {
        for (int leaf = _nodes[node].FirstLeaf; leaf >= 0; leaf = _leaves[leaf].Next)
        {
            if (_leaves[leaf].Label == label && _leaves[leaf].State == state)
                return ref _leaves[leaf];
        }

        if (LeafCount == _leaves.Length)
            Array.Resize(ref _leaves, Math.Max(16, LeafCount * 2));
        _leaves[LeafCount] = new WaitCharge { Label = label, State = state, Next = _nodes[node].FirstLeaf };
        _nodes[node].FirstLeaf = LeafCount;
        return ref _leaves[LeafCount++];
    }
}

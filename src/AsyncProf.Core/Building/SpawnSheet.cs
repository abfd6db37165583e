using System.Runtime.InteropServices;
using AsyncProf.Attribution;
using AsyncProf.Budgets;
using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;
using AsyncProf.Symbols;

namespace AsyncProf.Building;

/// <summary>Adds up who began what nobody is known to have awaited: roots, and operations that are shown below who began them. Bounded: beyond a number of pairs new ones are left out.</summary>
internal sealed class SpawnSheet(NameTable names, MethodTable methods)
{
    private const int Most = 50_000;

    private readonly Dictionary<(int Starter, int Started), SpawnTicks> _sums = [];
    private long[] _below = [];

    /// <summary>What they take, in bytes.</summary>
    public long KeptBytes => (_sums.Count * Sizes.OfEntry(48)) + (_below.LongLength * sizeof(long));

    /// <summary>Who began a root: a method's number, an entry's name negative, or 0 where nothing tells.</summary>
    public int StarterOf(RootTree tree) => tree.IsSlice ? 0 : tree.Spawner != NameTable.NoneId ? methods.Resolve(tree.Spawner).Value : OfEntry(tree.SpawnerEntry);

    /// <summary>Adds what a tree has of it.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="starter">Who began its root.</param>
    /// <param name="isWhole">Whether an operation began and ended within the recording.</param>
    /// <param name="frames">Numbers the methods.</param>
    public void Add(RootTree tree, int starter, Func<int, bool> isWhole, FrameTable frames)
    {
        if (tree.IsScopeView || (starter == 0 && !HasUnawaited(tree)))
            return;
        SumUp(tree);
        for (int node = 0; node < tree.NodeCount; node++)
        {
            bool isRoot = node == 0;
            if (isRoot ? starter == 0 : !IsUnawaited(tree[node]))
                continue;
            (int Starter, int) key = (isRoot ? starter : StarterOf(tree, tree[node].Parent), frames.Method(tree[node].Method));
            if (key.Starter == 0 || (_sums.Count >= Most && !_sums.ContainsKey(key)))
                continue;
            ref SpawnTicks sum = ref CollectionsMarshal.GetValueRefOrAddDefault(_sums, key, out _);
            sum.Task += _below[node];
            if (!isWhole(node) || (isRoot && tree.Kind == RootKind.Open))
                continue;
            sum.Ended++;
            sum.Outlived += isRoot && tree.Kind == RootKind.Detached ? 1 : 0;
            sum.AwaiterUnknown += tree[node].Has(NodeFlags.AwaiterUnknown) ? 1 : 0;
        }
    }

    public Dictionary<SpawnKey, SpawnSums> Freeze(FrameTable frames, TickClock clock, OpenRootSet open)
    {
        var frozen = new Dictionary<SpawnKey, SpawnSums>();
        foreach (((int starter, int started), SpawnTicks sum) in _sums)
            Note(starter, started, new SpawnSums(sum.Ended, 0, sum.Outlived, sum.AwaiterUnknown, clock.ToNs(sum.Task)));
        foreach ((int frame, int starter, int count) in open.Running)
        {
            if (starter != 0)
                Note(starter, frame, new SpawnSums(0, count, 0, 0, 0));
        }

        return frozen;

        void Note(int starter, int started, SpawnSums sums)
        {
            var key = new SpawnKey(starter < 0 ? FrameKind.Entry : FrameKind.Method, starter < 0 ? names[-starter] : methods[new MethodId(starter)].DisplayName, frames[started].Name);
            frozen[key] = frozen.GetValueOrDefault(key) + sums;
        }
    }

    private static int StarterOf(RootTree tree, int node) => node == 0 && tree.IsSlice ? OfEntry(tree.Name) : tree[node].Method.Value;

    /// <summary>Damaged batches name entries by any number.</summary>
    private static int OfEntry(int name) => name > 0 ? -name : 0;

    private static bool IsUnawaited(in TreeNode node) => node.Has(NodeFlags.NotAwaited | NodeFlags.AwaiterUnknown);

    private static bool HasUnawaited(RootTree tree)
    {
        for (int node = 1; node < tree.NodeCount; node++)
        {
            if (IsUnawaited(tree[node]))
                return true;
        }

        return false;
    }

    /// <summary>The task time of each node with all that it awaited, without what it only began.</summary>
    private void SumUp(RootTree tree)
    {
        if (_below.Length < tree.NodeCount)
            _below = new long[Math.Max(64, tree.NodeCount * 2)];
        Array.Clear(_below, 0, tree.NodeCount);
        for (int node = tree.NodeCount - 1; node >= 0; node--)
        {
            _below[node] += tree[node].Task.Total;
            if (node > 0 && !IsUnawaited(tree[node]))
                _below[tree[node].Parent] += _below[node];
        }
    }

    private struct SpawnTicks
    {
        public long Ended;
        public long Outlived;
        public long AwaiterUnknown;
        public long Task;
    }
}

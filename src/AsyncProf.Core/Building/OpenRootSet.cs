using System.Runtime.InteropServices;
using AsyncProf.Attribution;
using AsyncProf.Budgets;
using AsyncProf.Events;
using AsyncProf.Symbols;

namespace AsyncProf.Building;

/// <summary>
/// Which roots still run. Each snapshot charges a piece of those that do, and the last piece comes when they have ended, or as a part of whoever awaited them after all: what is left has not
/// ended. An operation is known by its method and its first tick.
/// </summary>
internal sealed class OpenRootSet
{
    private readonly Dictionary<(long Start, MethodId Method), (int Count, int Frame, int Starter)> _open = [];
    private long _newest = long.MinValue;

    /// <summary>What they take, in bytes.</summary>
    public long KeptBytes => _open.Count * Sizes.OfEntry(32);

    /// <summary>How many roots of a frame run, and who began them, as <see cref="SpawnSheet"/> numbers it.</summary>
    public IEnumerable<(int Frame, int Starter, int Count)> Running => _open.Values.Select(open => (open.Frame, open.Starter, open.Count));

    /// <summary>A piece of a root, the last one or not.</summary>
    public void Add(RootTree tree, int frame, int starter)
    {
        if (_open.Count > 0)
        {
            for (int node = tree.IsSlice || tree.Kind == RootKind.Open ? 1 : 0; node < tree.NodeCount; node++)
            {
                if (tree[node].Start < _newest && !tree[node].Has(NodeFlags.Shared))
                    Remove((tree[node].Start, tree[node].Method));
            }
        }

        if (tree.Kind != RootKind.Open || tree.IsScopeView)
            return;
        _newest = Math.Max(_newest, tree.To);
        ref (int Count, int Frame, int Starter) open = ref CollectionsMarshal.GetValueRefOrAddDefault(_open, (tree[0].Start, tree[0].Method), out bool isKnown);
        if (!isKnown || tree.From <= tree[0].Start) // several may begin in one tick
            open = (open.Count + 1, frame, starter);
    }

    /// <summary>Forgets them.</summary>
    public void Clear() => _open.Clear();

    private void Remove((long Start, MethodId Method) root)
    {
        if (!_open.TryGetValue(root, out (int Count, int Frame, int Starter) open))
            return;
        if (open.Count == 1)
            _open.Remove(root);
        else
            _open[root] = open with { Count = open.Count - 1 };
    }
}

using System.Runtime.InteropServices;
using AsyncProf.Attribution;
using AsyncProf.Budgets;
using AsyncProf.Events;
using AsyncProf.Profiles.Data;
using AsyncProf.Symbols.Awaits;

namespace AsyncProf.Building;

/// <summary>Adds up awaits by the root's name and the method. Bounded: beyond a number of them new ones are left out.</summary>
internal sealed class AwaitSheet(AwaitTable? awaits)
{
    private const int Most = 200_000;

    private readonly Dictionary<(RootKind Kind, int Root, int Method, int Await), (long Hits, StateTimes Times)> _sums = [];

    /// <summary>What they take, in bytes.</summary>
    public long KeptBytes => _sums.Count * Sizes.OfEntry(64);

    public void Add(RootTree tree, int node, int root, int method)
    {
        for (int id = tree[node].FirstAwait; id >= 0; id = tree.Await(id).Next)
        {
            ref AwaitCharge charge = ref tree.Await(id);
            (RootKind, int, int, int) key = (tree.Kind, root, method, charge.Await);
            if (_sums.Count >= Most && !_sums.ContainsKey(key))
                continue;
            ref (long Hits, StateTimes Times) sum = ref CollectionsMarshal.GetValueRefOrAddDefault(_sums, key, out _);
            sum.Hits += charge.Count;
            sum.Times.Add(charge.Times);
        }
    }

    public Dictionary<AwaitKey, AwaitSums> Freeze(FrameTable frames, TickClock clock)
    {
        var frozen = new Dictionary<AwaitKey, AwaitSums>();
        foreach (((RootKind kind, int root, int method, int await), (long hits, StateTimes times)) in _sums)
        {
            AwaitInfo info = awaits![await];
            var key = new AwaitKey(kind, frames[root].Name, frames[method].Kind, frames[method].Name, info.Label, info.File, info.Line, info.ILOffset);
            frozen[key] = frozen.GetValueOrDefault(key) + new AwaitSums(hits, clock.ToNs(times.Waiting), clock.ToNs(times.Ready), clock.ToNs(times.Running));
        }

        return frozen;
    }
}

using System.Runtime.InteropServices;
using AsyncProf.Attribution;
using AsyncProf.Budgets;
using AsyncProf.Events;
using AsyncProf.Profiles.Data;

namespace AsyncProf.Building;

/// <summary>The time of roots in steps of equal length over the recording. The longer it lasts the longer is a step: their number is bounded, and so is that of names.</summary>
internal sealed class RootLoads(int mostNames)
{
    private readonly Dictionary<(RootKind Kind, int Frame), Dictionary<long, StateTimes>> _loads = [];
    private long _last;
    private long _entries;

    /// <summary>How long a step is, in ticks.</summary>
    public long StepTicks { get; private set; } = 1;

    /// <summary>What they take, in bytes.</summary>
    public long KeptBytes => _entries * Sizes.OfEntry(40);

    /// <summary>Adds the path of a root.</summary>
    public void Add(RootTree tree, int root, long origin)
    {
        while ((tree.To - origin) / StepTicks >= Timeline.MostSteps)
            Widen();
        Dictionary<long, StateTimes> load = LoadOf(tree.Kind, root);
        foreach (OwnInterval piece in tree.Intervals!.Path)
        {
            for (long at = piece.From; at < piece.To;)
            {
                long step = Math.Max(0, at - origin) / StepTicks, to = Math.Min(piece.To, origin + ((step + 1) * StepTicks));
                ref StateTimes times = ref CollectionsMarshal.GetValueRefOrAddDefault(load, step, out bool isKnown);
                times.Add(piece.State, to - at);
                _entries += isKnown ? 0 : 1;
                _last = Math.Max(_last, step);
                at = to;
            }
        }
    }

    /// <summary>All of them, in nanoseconds, the largest first.</summary>
    public IReadOnlyList<RootLoad> Freeze(FrameTable frames, TickClock clock) =>
    [
        .. _loads.Select(load => new RootLoad(load.Key.Kind, frames[load.Key.Frame], [.. Enumerable.Range(0, (int)_last + 1).Select(step => clock.ToNs(load.Value.GetValueOrDefault(step)))]))
            .OrderByDescending(load => load.Steps.Sum(step => step.TotalNs)).ThenBy(load => load.Frame.Name, StringComparer.Ordinal),
    ];

    private Dictionary<long, StateTimes> LoadOf(RootKind kind, int root)
    {
        (RootKind, int) key = (kind, root);
        if (_loads.TryGetValue(key, out Dictionary<long, StateTimes>? load))
            return load;
        if (_loads.Count >= mostNames)
            key = (RootKind.Open, FrameTable.Other);
        if (!_loads.TryGetValue(key, out load))
            _loads.Add(key, load = []);
        return load;
    }

    private void Widen()
    {
        (StepTicks, _last, _entries) = (StepTicks * 2, _last / 2, 0);
        foreach ((var key, Dictionary<long, StateTimes> old) in _loads.ToArray())
        {
            var wider = new Dictionary<long, StateTimes>();
            foreach ((long step, StateTimes times) in old)
                CollectionsMarshal.GetValueRefOrAddDefault(wider, step / 2, out _).Add(times);
            _loads[key] = wider;
            _entries += wider.Count;
        }
    }
}

using AsyncProf.Attribution;
using AsyncProf.Budgets;
using AsyncProf.Events;
using AsyncProf.Profiles.Data;

namespace AsyncProf.Building;

/// <summary>
/// Chooses single roots out of many: the slowest of each name, and a uniform sample of all, the same for the same recording. Beside them it adds up how many roots there were at once. Bounded.
/// The frameworks' own roots are left out: a server's loops would take the places of requests.
/// </summary>
internal sealed class TimelineBuilder(TickClock clock)
{
    /// <summary>How many of the slowest are kept of each name.</summary>
    public const int SlowestOfName = 5;

    /// <summary>How many are kept as a sample of all.</summary>
    public const int MostSampled = 300;

    /// <summary>Names beyond share one list of the slowest, and one load.</summary>
    private const int MostNames = 100;

    /// <summary>A hundred years of nanoseconds.</summary>
    private const long Farthest = long.MaxValue / 3;

    private readonly Dictionary<(RootKind Kind, int Frame), PriorityQueue<KeptRoot, long>> _slowest = [];
    private readonly List<KeptRoot> _sampled = [];
    private readonly RootLoads _loads = new(MostNames);
    private readonly RootKeeper _keeper = new();
    private readonly Random _random = new(20);
    private long _keptBytes;

    /// <summary>The tick at which the recording begins.</summary>
    public long Origin
    {
        get => Series.Origin;
        set => Series.Origin = value;
    }

    /// <summary>What the process and its operations did each second.</summary>
    public SeriesBuilder Series { get; } = new(clock);

    /// <summary>Of how many roots it has chosen.</summary>
    public long Seen { get; private set; }

    /// <summary>What it takes, in bytes.</summary>
    public long KeptBytes => _keptBytes + _loads.KeptBytes + Series.KeptBytes;

    /// <summary>Looks at a root.</summary>
    /// <param name="tree">The root, with its intervals.</param>
    /// <param name="root">The frame of its name.</param>
    /// <param name="isWhole">Whether it was seen from its begin to its end.</param>
    /// <param name="frames">The frames of the others.</param>
    public void Add(RootTree tree, int root, bool isWhole, FrameTable frames)
    {
        if (tree.Intervals is null || tree.IsScopeView || frames[root].IsFramework || IsFar(tree.From) || IsFar(tree.To))
            return;
        _loads.Add(tree, root, Origin);
        if (!isWhole || tree.Kind == RootKind.Open || tree.From > tree[0].Start)
            return;
        Seen++;
        PriorityQueue<KeptRoot, long> slowest = ListOf(tree.Kind, root);
        long ticks = tree.To - tree.From;
        bool isSlow = slowest.Count < SlowestOfName || (slowest.TryPeek(out _, out long least) && ticks > least);
        long place = Seen <= MostSampled ? _sampled.Count : _random.NextInt64(Seen);
        if (!isSlow && place >= MostSampled)
            return;
        KeptRoot kept = _keeper.Keep(tree, root, isSlow, frames);
        if (isSlow)
        {
            kept.Holders++;
            slowest.Enqueue(kept, ticks);
            if (slowest.Count > SlowestOfName)
                Release(slowest.Dequeue());
        }

        if (place < MostSampled)
        {
            kept.Holders++;
            if (place == _sampled.Count)
            {
                _sampled.Add(kept);
            }
            else
            {
                Release(_sampled[(int)place]);
                _sampled[(int)place] = kept;
            }
        }

        _keptBytes += kept.Bytes;
    }

    /// <summary>What has been chosen.</summary>
    /// <param name="frames">The frames by their numbers.</param>
    /// <param name="stacks">The stacks by theirs.</param>
    /// <param name="end">The tick at which the recording ends.</param>
    public Timeline Freeze(FrameTable frames, IReadOnlyList<StackNode> stacks, long end)
    {
        var slow = _slowest.Values.SelectMany(list => list.UnorderedItems.Select(item => item.Element)).ToHashSet();
        IEnumerable<KeptRoot> roots = slow.Concat(_sampled.Where(root => !slow.Contains(root))).OrderBy(root => root.From).ThenByDescending(root => root.Ticks).ThenBy(root => root.Number);
        return new Timeline(clock.ToNs(Math.Max(end, Origin) - Origin), clock.ToNs(_loads.StepTicks))
        {
            Roots = [.. roots.Select(root => root.Freeze(frames, clock, Origin, slow.Contains(root)))],
            Loads = _loads.Freeze(frames, clock),
            Seen = Seen,
            Series = Series.Freeze(frames, stacks, end),
        };
    }

    /// <summary>A damaged recording can say any time; so far from its begin nothing can be added to one.</summary>
    private bool IsFar(long tick) => Int128.Abs((Int128)tick - Origin) > Farthest;

    private PriorityQueue<KeptRoot, long> ListOf(RootKind kind, int root)
    {
        if (!_slowest.TryGetValue((kind, root), out PriorityQueue<KeptRoot, long>? list))
        {
            (RootKind, int) key = _slowest.Count < MostNames ? (kind, root) : (RootKind.Open, FrameTable.Other);
            if (!_slowest.TryGetValue(key, out list))
            {
                _keptBytes += Sizes.OfEntry(16) + (SlowestOfName * Sizes.OfItem(16));
                _slowest.Add(key, list = new PriorityQueue<KeptRoot, long>());
            }
        }

        return list;
    }

    /// <summary>One of those that hold a root does so no more.</summary>
    private void Release(KeptRoot root)
    {
        if (--root.Holders == 0)
            _keptBytes -= root.Bytes;
    }
}

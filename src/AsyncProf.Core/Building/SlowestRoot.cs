using AsyncProf.Attribution;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;

namespace AsyncProf.Building;

/// <summary>The longest root of one kind and name, with its tree.</summary>
internal sealed class SlowestRoot
{
    /// <summary>Trees up to this many nodes are kept as they are, which costs a copy; larger ones are folded by stack at once, which bounds them.</summary>
    private const int LargestKept = 4096;

    /// <summary>A node with what it waited for, in bytes, as it is kept or folded.</summary>
    private const long NodeBytes = 300;

    private RootTree? _kept;
    private CallNode? _folded;
    private long _keptNodes;
    private bool _any;
    private long _maxNs;

    /// <summary>What the tree takes, in bytes.</summary>
    public long KeptBytes => _keptNodes * NodeBytes;

    /// <summary>How much of all of them was pauses of the garbage collector, in ticks.</summary>
    public long PausedTicks { get; set; }

    /// <summary>Adds a root, counted or (cut by the recording's edges) only charged, and keeps its tree if it is the slowest so far.</summary>
    /// <param name="tree">The root.</param>
    /// <param name="clock">The recording's clock.</param>
    /// <param name="counts">Whether it was seen whole.</param>
    /// <param name="fold">Folds a tree by stack; null where none is kept.</param>
    public void Add(RootTree tree, TickClock clock, bool counts, Func<RootTree, CallNode>? fold)
    {
        long ns = clock.ToNs(tree[0].Wall);
        if (fold is not null && (!_any || (counts && ns > _maxNs)))
            Keep(tree, fold);
        _any = true;
        if (counts)
            _maxNs = Math.Max(_maxNs, ns);
    }

    /// <summary>Whether a root that was seen whole took longer than all that were added.</summary>
    public bool IsExceededBy(RootTree tree, TickClock clock) => clock.ToNs(tree[0].Wall) > _maxNs;

    public RootNotes ToNotes(Func<RootTree, CallNode> fold) => new(_maxNs, _folded ?? (_kept is null ? null : fold(_kept)));

    private void Keep(RootTree tree, Func<RootTree, CallNode> fold)
    {
        bool large = tree.NodeCount > LargestKept;
        _folded = large ? fold(tree) : null;
        _keptNodes = Math.Max(_kept?.NodeCount ?? 0, _folded?.SelfAndBelow().Count() ?? tree.NodeCount);
        if (!large)
            (_kept ??= new RootTree(tree.NodeCount)).CopyFrom(tree);
    }
}

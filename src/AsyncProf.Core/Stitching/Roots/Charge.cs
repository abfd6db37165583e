using AsyncProf.Events;

namespace AsyncProf.Stitching.Roots;

/// <summary>What the stitcher asks to be charged: one root, or a slice of it.</summary>
/// <param name="Kind">What kind of root it is.</param>
/// <param name="Slot">The operation; for a request, its owner.</param>
/// <param name="From">The first tick.</param>
/// <param name="To">The tick after the last.</param>
/// <param name="Entry">The request or scope this is the slice of; for other roots, the entry they began in.</param>
internal readonly record struct Charge(RootKind Kind, int Slot, long From, long To, int Entry)
{
    /// <summary>The recording ends: what began in entries that have not stopped is charged here, because they never will.</summary>
    public bool WithOpenEntries { get; init; }

    /// <summary>The interval of the operation's timeline to begin at, where one is known; 0 for the first.</summary>
    public int FirstInterval { get; init; }

    /// <summary>The child of a slice's owner after which come all that belong to the slice; 0 where any may.</summary>
    public int AfterChild { get; init; }

    /// <summary>Whether it is only looked at: what it holds is charged elsewhere as well, and stays.</summary>
    public bool IsScopeView { get; init; }

    /// <summary>Of what is charged only what happened since this moment counts; 0 for all of it.</summary>
    public long Since { get; init; }

    /// <summary>The window that looks at it since its beginning; 0 for none.</summary>
    public int Window { get; init; }

    /// <summary>Whether it is a request or a scope that has not stopped, looked at with what lives in it; such a one is no call.</summary>
    public bool IsUnfinished { get; init; }

    /// <summary>Whether it is a look at a stretch of an operation's own time, which need not last as long as what it sees.</summary>
    public bool IsStretch => IsScopeView && Window == 0;

    /// <summary>Whether it is a slice of its operation's timeline: a request or a scope, and the operation its owner.</summary>
    public bool IsSlice => Kind is RootKind.Request or RootKind.Scope;

    /// <summary>Whether operations of open entries are left to those entries.</summary>
    public bool LeavesOpenEntries => Kind == RootKind.Open && !WithOpenEntries;
}

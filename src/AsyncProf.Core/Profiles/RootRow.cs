using AsyncProf.Events;
using AsyncProf.Profiles.Data;

namespace AsyncProf.Profiles;

/// <summary>All roots of one name: requests by route, scopes, operations that nobody awaited.</summary>
public sealed record RootRow
{
    /// <summary>The entry's display name, else the method.</summary>
    public required string Name { get; init; }

    /// <summary>What the roots are: a request, a scope, an operation, a detached operation, or one still open.</summary>
    public required RootKind Kind { get; init; }

    /// <summary>True for an operation of the frameworks (<c>System.*</c>, <c>Microsoft.*</c>): a server's loops, for example.</summary>
    public bool IsFramework { get; init; }

    /// <summary>How many have ended.</summary>
    public long Count { get; init; }

    /// <summary>Of open roots, how many had not ended when the recording did.</summary>
    public long StillRunning { get; init; }

    /// <summary>After how many of those that ended somebody went on whom no event names: they were awaited by somebody.</summary>
    public long AwaiterUnknown { get; init; }

    /// <summary>Who began them, the most often first: methods, or requests and scopes that did outside any operation. Empty where nothing tells, and for requests and scopes.</summary>
    public IReadOnlyList<string> StartedBy { get; init; } = [];

    /// <summary>The same with what they are.</summary>
    internal IReadOnlyList<SpawnKey> Starters { get; init; } = [];

    /// <summary>How many ended with an error.</summary>
    public long Errors { get; init; }

    /// <summary>The sum of the durations of those that ended, in nanoseconds.</summary>
    public long WallNs { get; init; }

    /// <summary>What was charged on the elapsed axis, in nanoseconds: their observed time, exactly.</summary>
    public long ElapsedNs { get; init; }

    /// <summary>What they used themselves; 0 where that was not measured.</summary>
    public ResourceUse UsedSelf { get; init; }

    /// <summary>What they used with all that they awaited; 0 where that was not measured.</summary>
    public ResourceUse Used { get; init; }

    /// <summary>How much of <see cref="ElapsedNs"/> all threads stood still for the garbage collector, in nanoseconds.</summary>
    public long GcNs { get; init; }

    /// <summary>The median duration, in nanoseconds, within 5 %.</summary>
    public long P50Ns { get; init; }

    /// <summary>The 99th percentile of the durations, in nanoseconds, within 5 %.</summary>
    public long P99Ns { get; init; }

    /// <summary>The longest, in nanoseconds.</summary>
    public long MaxNs { get; init; }

    /// <summary>The logical call tree of the longest one; null where no tree was kept.</summary>
    public CallNode? Slowest { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}

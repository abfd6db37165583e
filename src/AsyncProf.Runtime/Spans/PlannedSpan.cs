using AsyncProf.Attribution;

namespace AsyncProf.Spans;

/// <summary>One span that a tree will get, before it is emitted. Times are ticks of the stopwatch.</summary>
internal sealed class PlannedSpan
{
    public required string Name { get; init; }

    /// <summary>The span above, or null below the request's own span.</summary>
    public PlannedSpan? Parent { get; init; }

    /// <summary>The node of the tree it stands for, or in which the wait was.</summary>
    public required int Node { get; init; }

    /// <summary>A wait on something without code, which has no attributes of an operation.</summary>
    public bool IsWait { get; init; }

    public long Start { get; set; }

    public long End { get; set; }

    public StateTimes Task { get; set; }

    public long ElapsedSelf { get; set; }

    public int Segments { get; set; }

    public int Awaits { get; set; }

    public int Collapsed { get; set; }

    public int Elided { get; set; }

    public bool IsError { get; init; }
}

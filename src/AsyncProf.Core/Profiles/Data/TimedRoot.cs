using AsyncProf.Events;

namespace AsyncProf.Profiles.Data;

/// <summary>A single root as it went over time: one request, not the sum of all of its name.</summary>
/// <param name="Kind">What kind of root it is.</param>
/// <param name="StartNs">When it began, in nanoseconds since the recording did.</param>
/// <param name="DurationNs">How long it took, in nanoseconds.</param>
/// <param name="IdleNs">How much of that it was idle and is charged to nobody: only an iterator that is itself a root.</param>
/// <param name="IsSlow">Whether it is kept as one of the slowest of its name, and not only as one of many.</param>
internal sealed record TimedRoot(RootKind Kind, long StartNs, long DurationNs, long IdleNs, bool IsSlow)
{
    /// <summary>Its operations, parents first; the first is the root itself.</summary>
    public required IReadOnlyList<TimedNode> Nodes { get; init; }

    /// <summary>The elapsed axis: who had each moment. With <see cref="LeftOut"/> and the idle time the pieces sum to the duration, to the nanosecond.</summary>
    public required IReadOnlyList<TimedPiece> Path { get; init; }

    /// <summary>The task axis: what each operation did over its own life. While it awaits one of the others it has no piece.</summary>
    public required IReadOnlyList<TimedPiece> Own { get; init; }

    /// <summary>What pieces of the path took that were too many to keep; the longest are kept.</summary>
    public TimeByState LeftOut { get; init; }

    /// <summary>How many operations were too many to keep; what they took is their awaiters'.</summary>
    public int NodesLeftOut { get; init; }

    /// <summary>Its name.</summary>
    public Frame Frame => Nodes[0].Frame;

    /// <summary>How it ended.</summary>
    public OperationStatus Status => Nodes[0].Status;

    /// <summary>How its time is split, in nanoseconds.</summary>
    public TimeByState Time => Path.Aggregate(LeftOut, (sum, piece) => sum + piece.Time);
}

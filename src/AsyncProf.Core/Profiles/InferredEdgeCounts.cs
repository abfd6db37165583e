namespace AsyncProf.Profiles;

/// <summary>
/// Edges between operations that no event names, by the rule that inferred them. <c>docs/engine.md</c> explains the rules; the last four of them can be wrong, and can be switched off.
/// </summary>
public sealed record InferredEdgeCounts
{
    /// <summary>None.</summary>
    public static InferredEdgeCounts None { get; } = new();

    /// <summary>Awaits of a task that stands for another, as that of <c>WaitAsync</c> does.</summary>
    public long Relay { get; init; }

    /// <summary>Awaits of the next item of an async iterator.</summary>
    public long Iterator { get; init; }

    /// <summary>Awaits of a task that unwraps what a delegate returned.</summary>
    public long Unwrap { get; init; }

    /// <summary>Awaits of a parallel loop, through the worker that ended it.</summary>
    public long Worker { get; init; }

    /// <summary>Awaits through pooled methods.</summary>
    public long Pooled { get; init; }

    /// <summary>Delegates that waited for tasks attached to them.</summary>
    public long Attached { get; init; }

    /// <summary>Awaits of what was the last to suspend before the awaiter, and resumed it.</summary>
    public long Adjacent { get; init; }

    /// <summary>Waits given up, for what was begun directly before them. Can be wrong.</summary>
    public long GaveUp { get; init; }

    /// <summary>Tasks given to <c>Task.WhenEach</c>. Can be wrong.</summary>
    public long WhenEach { get; init; }

    /// <summary>Workers of a parallel loop other than its last. Can be wrong.</summary>
    public long OtherWorker { get; init; }

    /// <summary>Lambdas of dataflow blocks. Can be wrong.</summary>
    public long Dataflow { get; init; }

    /// <summary>Each rule by its name in files and options, and whether it can be wrong.</summary>
    internal IReadOnlyList<(string Rule, long Count, bool CanBeWrong)> ByRule() =>
    [
        ("relay", Relay, false), ("iterator", Iterator, false), ("unwrap", Unwrap, false), ("worker", Worker, false), ("pooled", Pooled, false), ("attached", Attached, false), ("adjacent", Adjacent, false),
        ("gaveUp", GaveUp, true), ("whenEach", WhenEach, true), ("otherWorker", OtherWorker, true), ("dataflow", Dataflow, true),
    ];
}

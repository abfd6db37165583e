using AsyncProf.Diffing.Runs;

namespace AsyncProf.Diffing;

/// <summary>How one method differs below the roots of one name. Times are nanoseconds for each root.</summary>
internal sealed record MethodChange
{
    /// <summary>What is compared: where it is not time, all of it counts as running, and is in its own unit.</summary>
    public DiffMeasure Measure { get; init; }

    /// <summary>The method.</summary>
    public required MethodKey Key { get; init; }

    /// <summary>On which sides it is found.</summary>
    public required Presence Presence { get; init; }

    /// <summary>Its own elapsed time with its waits, run by run; null where a side has no whole root.</summary>
    public MeasureChange? Self { get; init; }

    /// <summary>Its own elapsed time by state: means over runs.</summary>
    public required MeanByState Base { get; init; }

    /// <inheritdoc cref="Base"/>
    public required MeanByState Head { get; init; }

    /// <summary>Its own time on the task axis: means over runs.</summary>
    public required (double Base, double Head) Task { get; init; }

    /// <summary>Its elapsed time with what it awaited: means over runs.</summary>
    public required (double Base, double Head) Total { get; init; }

    /// <summary>Its task time with what it awaited: means over runs.</summary>
    public required (double Base, double Head) TaskTotal { get; init; }

    /// <summary>Whole calls: means over runs.</summary>
    public required (double Base, double Head) Calls { get; init; }

    /// <summary>Calls that ended with an exception: means over runs.</summary>
    public required (double Base, double Head) Errors { get; init; }

    /// <summary>What its change is made of.</summary>
    public ChangeSplit Split => ChangeSplit.Of(Calls.Base, Base.Total, Calls.Head, Head.Total);

    /// <summary>Its waits, the largest change first. They are only put together for methods that somebody looks at.</summary>
    public IReadOnlyList<WaitChange> Waits => field ??= Source.Waits();

    /// <summary>Its callers, likewise.</summary>
    public IReadOnlyList<CallerChange> Callers => field ??= Source.Callers();

    /// <summary>What it was read from.</summary>
    public required MethodComparison Source { private get; init; }

    /// <summary>The simple name of its assembly, on the head side if it is there; empty where it is not known.</summary>
    public string Assembly { get; init; } = "";

    /// <summary>The source file, likewise.</summary>
    public string File { get; init; } = "";

    /// <summary>Whether it is the frameworks'.</summary>
    public bool IsFramework { get; init; }

    /// <summary>What was decided.</summary>
    public Decision Decision { get; init; }

    /// <summary>Whether its change is proved, in either direction.</summary>
    public bool IsProved => Decision is Decision.Regression or Decision.Improvement;

    /// <summary>The probability after correction for how many were tested with it; null where it was not tested.</summary>
    public double? AdjustedP { get; init; }
}

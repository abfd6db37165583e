using AsyncProf.Diffing.Runs;

namespace AsyncProf.Diffing;

/// <summary>How the roots of one name differ. Times are nanoseconds for each root.</summary>
internal sealed record RootChange
{
    /// <summary>What is compared: where it is not time, all of it counts as running, and is in its own unit.</summary>
    public DiffMeasure Measure { get; init; }

    /// <summary>The roots.</summary>
    public required RootKey Key { get; init; }

    /// <summary>On which sides whole ones are found.</summary>
    public required Presence Presence { get; init; }

    /// <summary>Their elapsed time, run by run; null where a side has no whole one.</summary>
    public MeasureChange? Elapsed { get; init; }

    /// <summary>Their elapsed time by state: means over runs.</summary>
    public required MeanByState Base { get; init; }

    /// <inheritdoc cref="Base"/>
    public required MeanByState Head { get; init; }

    /// <summary>The task time below them: means over runs.</summary>
    public required (double Base, double Head) Task { get; init; }

    /// <summary>How many whole ones a run has: means over runs.</summary>
    public required (double Base, double Head) Count { get; init; }

    /// <summary>The share of them that ended with an error, 0 to 1.</summary>
    public required (double Base, double Head) ErrorShare { get; init; }

    /// <summary>Their share of the time of all roots that have ended, on the side where it is larger, 0 to 1.</summary>
    public required double Share { get; init; }

    /// <summary>Whether they are the frameworks' own.</summary>
    public bool IsFramework { get; init; }

    /// <summary>The methods below, those decided first, then the largest change first.</summary>
    public required IReadOnlyList<MethodChange> Methods { get; init; }

    /// <summary>What was decided.</summary>
    public Decision Decision { get; init; }

    /// <summary>Whether its change is proved, in either direction.</summary>
    public bool IsProved => Decision is Decision.Regression or Decision.Improvement;

    /// <summary>The probability after correction for how many roots were tested; null where they were not tested.</summary>
    public double? AdjustedP { get; init; }

    /// <summary>What the methods' changes sum to: the change of the roots, exactly but for rounding.</summary>
    public double SumOfMethods => Methods.Sum(method => method.Head.Total - method.Base.Total);
}

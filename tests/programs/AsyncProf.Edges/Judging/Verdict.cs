namespace Edges.Judging;

/// <summary>How much of what is true of a pattern is in a report.</summary>
/// <param name="Pattern">The pattern.</param>
/// <param name="Rounds">How often it ran.</param>
public sealed record Verdict(Pattern Pattern, int Rounds)
{
    /// <summary>Edges that are to be there.</summary>
    public long Expected { get; init; }

    /// <summary>Those of them that are.</summary>
    public long Right { get; init; }

    /// <summary>Those that are not: their children are roots, or under nobody who awaits them.</summary>
    public long Missing => Expected - Right;

    /// <summary>Edges that are there and not true.</summary>
    public long Wrong { get; init; }

    /// <summary>Of the time of its root operation, what is spent at waits that do not say for what: neither for a method nor for what is rightly waited for, 0 to 1.</summary>
    public double Unknown { get; init; }

    /// <summary>The wall of its root operation by the report, in nanoseconds.</summary>
    public long WallNs { get; init; }

    /// <summary>The same as the program measured it.</summary>
    public long MeasuredNs { get; init; }

    /// <summary>What is not as it should be, for people.</summary>
    public IReadOnlyList<string> Faults { get; init; } = [];
}

namespace AsyncProf.Diffing;

/// <summary>The outcome of a comparison.</summary>
internal sealed record ProfileDiff
{
    /// <summary>What was compared.</summary>
    public required DiffSide Base { get; init; }

    /// <inheritdoc cref="Base"/>
    public required DiffSide Head { get; init; }

    /// <summary>What counted as a regression.</summary>
    public required DiffOptions Options { get; init; }

    /// <summary>What it ends in.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>All roots of both sides: those decided first, then the largest share first.</summary>
    public required IReadOnlyList<RootChange> Roots { get; init; }

    /// <summary>How many roots were tested.</summary>
    public required int Tested { get; init; }

    /// <summary>The smallest adjusted probability that so many runs could have given; above the level nothing can be proved.</summary>
    public required double SmallestP { get; init; }

    /// <summary>How many runs a side it takes to prove anything about so many roots.</summary>
    public required int RunsNeeded { get; init; }

    /// <summary>What went and came under another name, probably.</summary>
    public required IReadOnlyList<ProbableRename> Renames { get; init; }

    /// <summary>In what the recordings are not alike.</summary>
    public required IReadOnlyList<ComparabilityIssue> Issues { get; init; }

    /// <summary>The roots that take longer.</summary>
    public IEnumerable<RootChange> Regressions => Roots.Where(root => root.Decision == Decision.Regression);

    /// <summary>The roots that take less time.</summary>
    public IEnumerable<RootChange> Improvements => Roots.Where(root => root.Decision == Decision.Improvement);
}

using AsyncProf.Diffing.Runs;

namespace AsyncProf.Diffing;

/// <summary>Compares the runs of two builds, root by root and method by method.</summary>
internal static class ProfileDiffer
{
    /// <summary>Compares two sides.</summary>
    /// <param name="from">The base: at least one run.</param>
    /// <param name="to">The head: at least one run.</param>
    /// <param name="options">What counts.</param>
    public static ProfileDiff Compare(DiffSide from, DiffSide to, DiffOptions options)
    {
        IReadOnlyDictionary<RootKey, double> shares = RootShares.Of(from, to);
        RootChange[] roots = [.. shares.Keys.Order().Select(key => RootComparison.Of(key, from, to, shares[key], options.Measure))];
        bool areApart = (from.Overlap.Length | to.Overlap.Length) == 0, canProve = areApart && (from.Doubt.Length | to.Doubt.Length) == 0;
        Gate gate = Gate.Decide(roots, options, canProve);
        IReadOnlyList<ComparabilityIssue> issues = Comparability.Check(from, to, gate.Roots);
        return new ProfileDiff
        {
            Base = from,
            Head = to,
            Options = options,
            Roots = gate.Roots,
            Tested = gate.Tested,
            SmallestP = gate.SmallestP,
            RunsNeeded = gate.RunsNeeded,
            Renames = RenameSearch.Find(from, to),
            Issues = issues,
            Verdict = gate.Tested == 0 || !areApart || (options.IsStrict && issues.Any(issue => issue.Breaks)) ? Verdict.NotComparable
                : !canProve || gate.SmallestP > options.Alpha ? Verdict.CannotFire
                : gate.Roots.Any(root => root.Decision == Decision.Regression) ? Verdict.Regression : Verdict.NoRegression,
        };
    }
}

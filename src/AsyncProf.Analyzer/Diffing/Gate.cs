using AsyncProf.Diffing.Statistics;

namespace AsyncProf.Diffing;

/// <summary>
/// Decides what is proved. First the roots are tested together, then, below each root that changed, its methods: what was found by looking at everything at once proves nothing.
/// </summary>
/// <param name="Roots">The roots with what was decided: those decided first, then the largest share first.</param>
/// <param name="Tested">How many roots were tested.</param>
/// <param name="SmallestP">The smallest adjusted probability that could have come out.</param>
/// <param name="RunsNeeded">How many runs a side it takes for that to reach the level.</param>
internal sealed record Gate(IReadOnlyList<RootChange> Roots, int Tested, double SmallestP, int RunsNeeded)
{
    /// <summary>Roots with less of the time of all are described and not tested: each further test makes it harder to prove anything.</summary>
    private const double SmallestRootShare = 0.001;

    /// <summary>Decides.</summary>
    /// <param name="roots">The roots.</param>
    /// <param name="options">What counts.</param>
    /// <param name="canProve">Whether a difference can only be the build's or chance; otherwise all is described.</param>
    public static Gate Decide(IReadOnlyList<RootChange> roots, DiffOptions options, bool canProve = true)
    {
        RootChange[] tested = [.. roots.Where(root => IsTestable(root, options))];
        double[] slower = HolmCorrection.Adjust([.. tested.Select(root => root.Elapsed!.SlowerP)]), faster = HolmCorrection.Adjust([.. tested.Select(root => root.Elapsed!.FasterP)]);
        var decided = new Dictionary<Runs.RootKey, RootChange>();
        for (int i = 0; i < tested.Length; i++)
            decided.Add(tested[i].Key, Judge(tested[i], slower[i], faster[i], options, canProve));
        int needed = 1;
        while (tested.Length * RankSumTest.Smallest(needed, needed) > options.Alpha && needed < RankSumTest.MostValues)
            needed++;
        IEnumerable<RootChange> all = roots.Select(root => decided.GetValueOrDefault(root.Key) ?? root);
        return new Gate(
            [.. all.OrderByDescending(root => root.Decision is Decision.Regression).ThenByDescending(root => root.Decision is Decision.Improvement).ThenByDescending(root => root.Share).ThenBy(root => root.Key)],
            tested.Length,
            tested.Length == 0 ? 1 : Math.Min(1, tested.Length * tested.Min(root => RankSumTest.Smallest(root.Elapsed!.BaseRuns, root.Elapsed.HeadRuns))),
            needed);
    }

    private static bool IsTestable(RootChange root, DiffOptions options) =>
        root is { Elapsed: not null, IsFramework: false, Share: >= SmallestRootShare } && options.LimitsOf(root.Key.Name) is not null;

    private static RootChange Judge(RootChange root, double slower, double faster, DiffOptions options, bool canProve)
    {
        (double threshold, long floorNs) = options.LimitsOf(root.Key.Name)!.Value;
        Decision decision = canProve ? Decide(root.Elapsed!, slower, faster, threshold, floorNs, options.Alpha) : Decision.Unchanged;
        return root with
        {
            Decision = decision,
            AdjustedP = Math.Min(slower, faster),
            Methods = decision is Decision.Regression or Decision.Improvement ? JudgeMethods(root, decision, options) : root.Methods,
        };
    }

    private static Decision Decide(MeasureChange change, double slower, double faster, double threshold, double floorNs, double alpha) =>
        slower <= alpha && change.IsLarge(Decision.Regression, threshold, floorNs) ? Decision.Regression
        : faster <= alpha && change.IsLarge(Decision.Improvement, threshold, floorNs) ? Decision.Improvement
        : Decision.Unchanged;

    /// <summary>Tests the methods in the direction in which their root changed. Those with next to nothing of its time are not worth a test.</summary>
    private static IReadOnlyList<MethodChange> JudgeMethods(RootChange root, Decision direction, DiffOptions options)
    {
        double whole = Math.Max(root.Base.Total, root.Head.Total);
        bool slower = direction == Decision.Regression;
        MethodChange[] tested = [.. root.Methods.Where(method => Math.Max(method.Base.Total, method.Head.Total) >= options.Share * whole && options.LimitsOf(method.Key.Name) is not null)];
        double[] adjusted = HolmCorrection.Adjust([.. tested.Select(method => slower ? method.Self!.SlowerP : method.Self!.FasterP)]);
        var decided = new Dictionary<Runs.MethodKey, MethodChange>();
        for (int i = 0; i < tested.Length; i++)
        {
            (double threshold, long floorNs) = options.LimitsOf(tested[i].Key.Name)!.Value;
            bool proved = adjusted[i] <= options.Alpha && tested[i].Self!.IsLarge(direction, threshold, Math.Max(floorNs, options.Share * whole));
            decided.Add(tested[i].Key, tested[i] with { Decision = proved ? direction : Decision.Unchanged, AdjustedP = adjusted[i] });
        }

        return [.. root.Methods.Select(method => decided.GetValueOrDefault(method.Key) ?? method).OrderByDescending(method => method.Decision == direction)];
    }
}

using AsyncProf.Diffing.Runs;

namespace AsyncProf.Diffing;

/// <summary>Puts the roots of one name of both sides beside each other. A run without a whole one of them has no say.</summary>
internal static class RootComparison
{
    public static RootChange Of(RootKey key, DiffSide from, DiffSide to, double share, DiffMeasure measure)
    {
        IReadOnlyList<RootMeasures> bases = Whole(from, key), heads = Whole(to, key);
        return new RootChange
        {
            Key = key,
            Measure = measure,
            Presence = bases.Count == 0 ? Presence.Added : heads.Count == 0 ? Presence.Removed : Presence.Both,
            Elapsed = bases.Count == 0 || heads.Count == 0 ? null : MeasureChange.Of([.. bases.Select(EachNs)], [.. heads.Select(EachNs)]) with { Measure = measure },
            Base = Mean(bases),
            Head = Mean(heads),
            Task = (MeanOf(bases, root => (double)root.Task.TotalNs / root.Count), MeanOf(heads, root => (double)root.Task.TotalNs / root.Count)),
            Count = (CountOf(from, key), CountOf(to, key)),
            ErrorShare = (MeanOf(bases, root => (double)root.Errors / root.Count), MeanOf(heads, root => (double)root.Errors / root.Count)),
            Share = share,
            IsFramework = from.Runs.Concat(to.Runs).Any(run => run.Roots.TryGetValue(key, out RootMeasures? root) && root.IsFramework),
            Methods = MethodComparison.Of(bases, heads, measure),
        };
    }

    private static IReadOnlyList<RootMeasures> Whole(DiffSide side, RootKey key) =>
        [.. side.Runs.Select(run => run.Roots.GetValueOrDefault(key)).OfType<RootMeasures>().Where(root => root.Count > 0)];

    private static double EachNs(RootMeasures root) => (double)root.Elapsed.TotalNs / root.Count;

    private static double MeanOf(IReadOnlyList<RootMeasures> runs, Func<RootMeasures, double> value) => runs.Count == 0 ? 0 : runs.Average(value);

    private static double CountOf(DiffSide side, RootKey key) => side.Runs.Average(run => (double)(run.Roots.GetValueOrDefault(key)?.Count ?? 0));

    private static MeanByState Mean(IReadOnlyList<RootMeasures> runs)
    {
        MeanByState mean = default;
        foreach (RootMeasures root in runs)
            mean += MeanByState.Of(root.Elapsed, (double)root.Count * runs.Count);
        return mean;
    }
}

using AsyncProf.Diffing.Runs;

namespace AsyncProf.Diffing;

/// <summary>How much of the time of all roots those of each name have.</summary>
internal static class RootShares
{
    /// <summary>The share of each root on the side where it is larger, 0 to 1. The frameworks' own (a server's loops last as long as the recording) are no part of the whole.</summary>
    public static IReadOnlyDictionary<RootKey, double> Of(DiffSide from, DiffSide to)
    {
        var shares = new Dictionary<RootKey, double>();
        foreach (DiffSide side in (DiffSide[])[from, to])
        {
            double whole = side.Runs.Sum(run => run.Roots.Values.Where(root => !root.IsFramework).Sum(root => (double)root.Elapsed.TotalNs));
            foreach ((RootKey key, RootMeasures root) in side.Runs.SelectMany(run => run.Roots))
                shares.TryAdd(key, 0);
            foreach (RootKey key in shares.Keys)
            {
                double own = side.Runs.Sum(run => run.Roots.TryGetValue(key, out RootMeasures? root) && !root.IsFramework ? (double)root.Elapsed.TotalNs : 0);
                shares[key] = Math.Max(shares[key], whole == 0 ? 0 : own / whole);
            }
        }

        return shares;
    }
}

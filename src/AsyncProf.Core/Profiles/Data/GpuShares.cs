namespace AsyncProf.Profiles.Data;

/// <summary>
/// Charges what graphics processors did for a process to its logical stacks: an estimate, because nothing tells who asked for it. In each second it is that of who ran or was blocked, in proportion, as far
/// as that is time; what goes beyond it was done while they waited, and is that of the waits, in proportion. A wait for a timer is for no processor.
/// </summary>
internal static class GpuShares
{
    private const string Timer = "Task.Delay";

    /// <summary>The stacks with what they are charged, the most first; empty where the process was on none.</summary>
    public static IReadOnlyList<GpuShare> Of(TimeSeries series)
    {
        var sums = new Dictionary<int, double>();
        IReadOnlyList<double> busy = series[SeriesMeasure.Gpu]?.Values ?? [];
        for (int step = 0; step < Math.Min(busy.Count, series.ByStep.Count); step++)
        {
            if (busy[step] > 0)
                Charge(busy[step] / 100 * series.StepNs, series, series.ByStep[step], sums);
        }

        return [.. sums.Where(sum => sum.Value >= 1).Select(sum => new GpuShare(sum.Key, (long)sum.Value)).OrderByDescending(share => share.GpuNs).ThenBy(share => share.Stack)];
    }

    private static void Charge(double gpuNs, TimeSeries series, IReadOnlyList<StackShare> shares, Dictionary<int, double> sums)
    {
        double ran = shares.Sum(share => (double)Ran(share)), waited = shares.Sum(share => (double)Waited(share, series));
        double ofRunning = waited > 0 ? Math.Min(gpuNs, ran) : ran > 0 ? gpuNs : 0, ofWaiting = waited > 0 ? gpuNs - ofRunning : 0;
        foreach (StackShare share in shares)
        {
            double own = (ran > 0 ? ofRunning * Ran(share) / ran : 0) + (waited > 0 ? ofWaiting * Waited(share, series) / waited : 0);
            if (own > 0)
                sums[share.Stack] = sums.GetValueOrDefault(share.Stack) + own;
        }
    }

    private static long Ran(in StackShare share) => share.Time.RunningNs + share.Time.BlockedNs;

    private static long Waited(in StackShare share, TimeSeries series) => series.Stacks[share.Stack][^1] is { Kind: FrameKind.Leaf, Target: var target } && target.EndsWith(Timer, StringComparison.Ordinal) ? 0 : share.Time.WaitingNs;
}

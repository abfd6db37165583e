namespace AsyncProf.Profiles.Durations;

/// <summary>
/// The buckets of durations: each ends 5 % above the one before, to the nanosecond below 20 ns. Bounds are whole and strictly increasing, so that a bound
/// written into a file names its bucket again.
/// </summary>
internal static class DurationBuckets
{
    private static readonly long[] Bounds = Make();

    /// <summary>How many there are.</summary>
    public static int Count => Bounds.Length;

    /// <summary>The largest duration that falls into a bucket, in nanoseconds.</summary>
    public static long Upper(int bucket) => Bounds[bucket];

    /// <summary>The bucket of a duration in nanoseconds.</summary>
    public static int Of(long ns)
    {
        int found = Array.BinarySearch(Bounds, Math.Max(ns, 0));
        return found >= 0 ? found : Math.Min(~found, Bounds.Length - 1);
    }

    private static long[] Make()
    {
        var bounds = new List<long> { 0 };
        for (long bound = 1; bound < long.MaxValue / 2; bound = Math.Max(bound + 1, bound + (bound / 20)))
            bounds.Add(bound);
        bounds.Add(long.MaxValue);
        return [.. bounds];
    }
}

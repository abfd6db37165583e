namespace AsyncProf.Profiles;

/// <summary>Durations in buckets that grow by 5 %: percentiles within 5 % from a nanosecond to days, in some hundred numbers.</summary>
internal sealed class DurationHistogram
{
    private const double Growth = 1.05;

    private static readonly double LogGrowth = Math.Log(Growth);
    private long[] _counts = [];

    public long Count { get; private set; }

    public long Max { get; private set; }

    public void Add(long ns)
    {
        int bucket = Bucket(ns);
        if (bucket >= _counts.Length)
            Array.Resize(ref _counts, bucket + 32);
        _counts[bucket]++;
        Count++;
        Max = Math.Max(Max, ns);
    }

    public void Add(DurationHistogram other)
    {
        if (other._counts.Length > _counts.Length)
            Array.Resize(ref _counts, other._counts.Length);
        for (int i = 0; i < other._counts.Length; i++)
            _counts[i] += other._counts[i];
        Count += other.Count;
        Max = Math.Max(Max, other.Max);
    }

    /// <summary>What was added after an earlier state of the same histogram; its longest is known within 5 %.</summary>
    public DurationHistogram Since(DurationHistogram earlier)
    {
        var later = new DurationHistogram { _counts = [.. _counts] };
        for (int i = 0; i < Math.Min(_counts.Length, earlier._counts.Length); i++)
            later._counts[i] = Math.Max(0, _counts[i] - earlier._counts[i]);
        later.Count = later._counts.Sum();
        later.Max = Math.Min(Max, Upper(Array.FindLastIndex(later._counts, count => count > 0)));
        return later;
    }

    /// <summary>The duration that the given share of all do not exceed, within 5 %; 0 without any.</summary>
    public long Percentile(double share)
    {
        if (Count == 0)
            return 0;
        long rank = Math.Max(1, (long)Math.Ceiling(share * Count));
        long seen = 0;
        for (int i = 0; i < _counts.Length; i++)
        {
            seen += _counts[i];
            if (seen >= rank)
                return Math.Min(Max, Upper(i));
        }

        return Max;
    }

    private static int Bucket(long ns) => ns <= 1 ? 0 : (int)Math.Ceiling(Math.Log(ns) / LogGrowth);

    private static long Upper(int bucket) => (long)Math.Min(long.MaxValue / 2, Math.Pow(Growth, bucket));
}

namespace AsyncProf.Profiles.Durations;

/// <summary>Durations in buckets that grow by 5 %: percentiles within 5 % from a nanosecond to days, in some hundred numbers.</summary>
internal sealed class DurationHistogram
{
    private long[] _counts = [];

    public long Count { get; private set; }

    /// <summary>The longest; the upper bound of its bucket where only buckets were added.</summary>
    public long Max { get; private set; }

    public void Add(long ns)
    {
        Add(DurationBuckets.Of(ns), 1);
        Max = Math.Max(Max, ns);
    }

    /// <summary>Adds durations of which only the bucket is known.</summary>
    public void Add(int bucket, long count)
    {
        if (bucket >= _counts.Length)
            Array.Resize(ref _counts, Math.Min(DurationBuckets.Count, bucket + 32));
        _counts[bucket] += count;
        Count += count;
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
        later.Max = Math.Min(Max, later.LargestBound());
        return later;
    }

    /// <summary>The duration that the given share of all do not exceed, within 5 %; 0 without any.</summary>
    public long Percentile(double share) => Percentile(share, Max);

    /// <summary>The same where the longest is known from elsewhere.</summary>
    public long Percentile(double share, long longest)
    {
        if (Count == 0)
            return 0;
        long rank = Math.Max(1, (long)Math.Ceiling(share * Count));
        long seen = 0;
        for (int i = 0; i < _counts.Length; i++)
        {
            seen += _counts[i];
            if (seen >= rank)
                return Math.Min(longest, DurationBuckets.Upper(i));
        }

        return longest;
    }

    /// <summary>The longest duration: what was noted, if that can be it. A note may be of more than is here, or of less: then the last bucket's bound is as near as can be told.</summary>
    /// <param name="noted">The longest that was noted, in nanoseconds; null or 0 where none was.</param>
    public long Longest(long? noted)
    {
        int last = Array.FindLastIndex(_counts, static count => count > 0);
        return last < 0 ? 0 : noted is > 0 && DurationBuckets.Of(noted.Value) == last ? noted.Value : DurationBuckets.Upper(last);
    }

    /// <summary>The upper bound of the last bucket that holds anything; 0 if none does.</summary>
    public long LargestBound() => Array.FindLastIndex(_counts, static count => count > 0) is var last and >= 0 ? DurationBuckets.Upper(last) : 0;
}

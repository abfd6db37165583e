using AsyncProf.Profiles.Durations;

namespace AsyncProf.SlowRequests;

/// <summary>The 99th percentile of the requests of one name so far, looked up again only when there are 2 % more of them.</summary>
/// <param name="minimumCount">How many must have been seen before it says anything.</param>
internal sealed class RunningLimit(int minimumCount)
{
    private readonly DurationHistogram _durations = new();
    private long _limit = long.MaxValue;
    private long _lookAt = minimumCount;

    /// <summary>The limit that holds for a request; it counts for the next ones.</summary>
    public long Next(long ns)
    {
        if (_durations.Count >= _lookAt)
        {
            _limit = _durations.Percentile(0.99);
            _lookAt += 1 + (_durations.Count / 50);
        }

        _durations.Add(ns);
        return _limit;
    }
}

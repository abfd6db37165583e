namespace AsyncProf.Pushing;

/// <summary>What has become of profiles that were to be pushed since the process started. Any thread.</summary>
internal sealed class PushCounts
{
    private long _sent;
    private long _retries;
    private long _refused;
    private long _dropped;
    private volatile string _why = "";

    /// <summary>Profiles that the server has.</summary>
    public long Sent => Volatile.Read(ref _sent);

    /// <summary>Profiles that it will never take.</summary>
    public long Refused => Volatile.Read(ref _refused);

    /// <summary>Profiles that did not reach it: it was away, or too slow.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    /// <summary>Attempts that failed and were to be made again.</summary>
    public long Retries => Volatile.Read(ref _retries);

    /// <summary>What was wrong last, as a sentence; empty for nothing.</summary>
    public string Why => _why;

    /// <summary>A status with these counts in it.</summary>
    public ProfilerStatus AddTo(ProfilerStatus status) => status with
    {
        PushedProfiles = Sent,
        PushRetries = Retries,
        RefusedPushes = Refused,
        DroppedPushes = Dropped,
    };

    public void AddSent() => Interlocked.Increment(ref _sent);

    public void AddRetry(string why)
    {
        _why = why;
        Interlocked.Increment(ref _retries);
    }

    public void AddRefused(string why)
    {
        _why = why;
        Interlocked.Increment(ref _refused);
    }

    /// <param name="profiles">How many.</param>
    /// <param name="why">Why, as a sentence; null where what was wrong before is why.</param>
    public void AddDropped(long profiles, string? why = null)
    {
        _why = why ?? _why;
        Interlocked.Add(ref _dropped, profiles);
    }
}

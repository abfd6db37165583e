namespace AsyncProf.Pushing;

/// <summary>What has become of profiles that were to be pushed since the process started. Any thread.</summary>
internal sealed class PushCounts
{
    private long _sent;
    private long _retries;
    private long _refused;
    private long _dropped;
    private volatile string _lost = ""; // why what was lost last was
    private volatile string _trouble = ""; // what has been wrong since

    /// <summary>Profiles that the server has.</summary>
    public long Sent => Volatile.Read(ref _sent);

    /// <summary>Profiles that it will never take.</summary>
    public long Refused => Volatile.Read(ref _refused);

    /// <summary>Profiles that did not reach it: it was away, or too slow.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    /// <summary>Attempts that failed and were to be made again.</summary>
    public long Retries => Volatile.Read(ref _retries);

    /// <summary>What was wrong last, as a sentence; empty for nothing. What was only in the way is forgotten when the server takes one.</summary>
    public string Why => _trouble is { Length: > 0 } trouble ? trouble : _lost;

    /// <summary>A status with these counts in it.</summary>
    public ProfilerStatus AddTo(ProfilerStatus status) => status with
    {
        PushedProfiles = Sent,
        PushRetries = Retries,
        RefusedPushes = Refused,
        DroppedPushes = Dropped,
    };

    public void AddSent()
    {
        _trouble = "";
        Interlocked.Increment(ref _sent);
    }

    public void AddRetry(string why)
    {
        _trouble = why;
        Interlocked.Increment(ref _retries);
    }

    public void AddRefused(string why)
    {
        (_lost, _trouble) = (why, "");
        Interlocked.Increment(ref _refused);
    }

    public void AddDropped(string why)
    {
        (_lost, _trouble) = (why, "");
        Interlocked.Increment(ref _dropped);
    }
}

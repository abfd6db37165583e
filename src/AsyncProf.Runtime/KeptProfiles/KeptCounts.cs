namespace AsyncProf.KeptProfiles;

/// <summary>What has become of profiles that were to be kept since the process started. Any thread.</summary>
internal sealed class KeptCounts
{
    private long _written;
    private long _unwritten;
    private volatile string _why = "";

    /// <summary>Profiles that were written.</summary>
    public long Written => Volatile.Read(ref _written);

    /// <summary>Profiles that were not.</summary>
    public long Unwritten => Volatile.Read(ref _unwritten);

    /// <summary>Why the last of these was not, as a sentence; empty if all were.</summary>
    public string Why => _why;

    /// <summary>A status with these counts in it.</summary>
    public ProfilerStatus AddTo(ProfilerStatus status) => status with { WrittenProfiles = Written, UnwrittenProfiles = Unwritten };

    public void AddWritten() => Interlocked.Increment(ref _written);

    public void AddUnwritten(string why)
    {
        _why = why;
        Interlocked.Increment(ref _unwritten);
    }
}

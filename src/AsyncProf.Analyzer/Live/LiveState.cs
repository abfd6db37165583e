namespace AsyncProf.Live;

/// <summary>What a live picture says of the process and of itself.</summary>
internal sealed record LiveState
{
    /// <summary>How long it has been looked at, in nanoseconds.</summary>
    public long SinceStartNs { get; init; }

    /// <summary>How much has come since the snapshot before, in bytes.</summary>
    public long WindowBytes { get; init; }

    /// <summary>Events that were lost since the beginning.</summary>
    public long LostEvents { get; init; }

    /// <summary>Operations that have not ended, as far as they have been seen.</summary>
    public long OpenOperations { get; init; }

    /// <summary>Requests that have not been answered.</summary>
    public int OpenRequests { get; init; }

    /// <summary>Since when the oldest of them runs, in nanoseconds; 0 without any.</summary>
    public long OldestRequestNs { get; init; }

    /// <summary>How often something that was ready got a thread since the snapshot before, in calls that ended since.</summary>
    public long Resumptions { get; init; }

    /// <summary>How long it had waited for the thread, in nanoseconds: on average, and the 99th percentile of the averages of all calls.</summary>
    public long ReadyMeanNs { get; init; }

    /// <inheritdoc cref="ReadyMeanNs"/>
    public long ReadyP99Ns { get; init; }

    /// <summary>How long ago the end of the window was when it was made, in nanoseconds: much where there is more to read than can be read.</summary>
    public long BehindNs { get; init; }
}

namespace AsyncProf.Profiles;

/// <summary>Time by state, in nanoseconds. The four states sum to <see cref="TotalNs"/>.</summary>
/// <param name="RunningNs">A thread executed it, or what it called synchronously.</param>
/// <param name="WaitingNs">It was suspended on something that had not completed.</param>
/// <param name="ReadyNs">It could have gone on, and no thread had taken it up.</param>
/// <param name="BlockedNs">Its thread waited synchronously on a task.</param>
public readonly record struct TimeByState(long RunningNs, long WaitingNs, long ReadyNs, long BlockedNs)
{
    /// <summary>The sum of the four states, in nanoseconds.</summary>
    public long TotalNs => RunningNs + WaitingNs + ReadyNs + BlockedNs;

    /// <summary>State by state sum.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static TimeByState operator +(TimeByState left, TimeByState right) => new(
        left.RunningNs + right.RunningNs,
        left.WaitingNs + right.WaitingNs,
        left.ReadyNs + right.ReadyNs,
        left.BlockedNs + right.BlockedNs);
}

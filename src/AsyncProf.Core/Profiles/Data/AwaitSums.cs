namespace AsyncProf.Profiles.Data;

/// <summary>What is summed up for an await, in nanoseconds; see <see cref="AwaitRow"/>.</summary>
internal readonly record struct AwaitSums(long Hits, long WaitingNs, long ReadyNs, long RunningNs)
{
    /// <summary>Files can say anything, over and over: no sum is larger, and any two can be added.</summary>
    private const long Most = long.MaxValue / 4;

    public static AwaitSums operator +(AwaitSums a, AwaitSums b) => new(
        Math.Min(Most, a.Hits + b.Hits), Math.Min(Most, a.WaitingNs + b.WaitingNs), Math.Min(Most, a.ReadyNs + b.ReadyNs), Math.Min(Most, a.RunningNs + b.RunningNs));
}

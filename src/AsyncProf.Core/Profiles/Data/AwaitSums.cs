namespace AsyncProf.Profiles.Data;

/// <summary>What is summed up for an await, in nanoseconds; see <see cref="AwaitRow"/>.</summary>
internal readonly record struct AwaitSums(long Hits, long WaitingNs, long ReadyNs, long RunningNs)
{
    public static AwaitSums operator +(AwaitSums a, AwaitSums b) => new(a.Hits + b.Hits, a.WaitingNs + b.WaitingNs, a.ReadyNs + b.ReadyNs, a.RunningNs + b.RunningNs);
}

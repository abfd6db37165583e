namespace AsyncProf.Profiles;

/// <summary>Who used what the process did of the processors while it was recorded, in nanoseconds. The first is the sum of the others and <see cref="UnseenNs"/>.</summary>
/// <param name="ProcessNs">All of the process, as the operating system tells it.</param>
/// <param name="OperationsNs">By operations: the sum over all logical stacks.</param>
/// <param name="OutsideNs">By threads of which something was seen, while they executed no operation.</param>
/// <param name="ProfilerNs">By the profiler's own threads.</param>
public sealed record CpuInfo(long ProcessNs, long OperationsNs, long OutsideNs, long ProfilerNs)
{
    /// <summary>How many recordings measured it, of the <see cref="RecordingInfo.Recordings"/> that are added up.</summary>
    public long Recordings { get; init; } = 1;

    /// <summary>Time of threads on which nothing async was seen: garbage collection, compilation, the runtime's own.</summary>
    public long UnseenNs => Math.Max(0, ProcessNs - OperationsNs - OutsideNs - ProfilerNs);
}

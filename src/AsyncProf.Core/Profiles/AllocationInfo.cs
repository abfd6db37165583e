namespace AsyncProf.Profiles;

/// <summary>Who allocated what the process did on the managed heap while it was recorded, in bytes. The first is the sum of the others and <see cref="UnseenBytes"/>.</summary>
/// <param name="ProcessBytes">All of the process, as the runtime tells it.</param>
/// <param name="OperationsBytes">By operations: the sum over all logical stacks.</param>
/// <param name="OutsideBytes">By threads of which something was seen, while they executed no operation.</param>
/// <param name="TracingBytes">By the runtime in the course of telling what tasks do; by its measure of that in this process, and taken out of the others. 0 if that could not be told apart, and is in the others.</param>
/// <param name="ProfilerBytes">By the profiler's own threads.</param>
public sealed record AllocationInfo(long ProcessBytes, long OperationsBytes, long OutsideBytes, long TracingBytes, long ProfilerBytes)
{
    /// <summary>Whether all of it is an estimate by samples, because nothing was measured.</summary>
    public bool IsEstimate { get; init; }

    /// <summary>How many recordings measured it, of the <see cref="RecordingInfo.Recordings"/> that are added up.</summary>
    public long Recordings { get; init; } = 1;

    /// <summary>How long those recordings observed, in nanoseconds, where they are not all; otherwise 0.</summary>
    internal long ObservedNs { get; init; }

    /// <summary>Bytes of threads on which nothing async was seen, or not up to their end.</summary>
    public long UnseenBytes => Math.Max(0, ProcessBytes - OperationsBytes - OutsideBytes - TracingBytes - ProfilerBytes);
}

namespace AsyncProf.Events;

/// <summary>What a process has used since it began.</summary>
/// <param name="Measured">What of it is measured by thread.</param>
/// <param name="Bytes">Bytes allocated on the managed heap.</param>
/// <param name="TracingBytes">The part of it that the runtime allocated in order to tell events.</param>
/// <param name="ProfilerBytes">The part of it that the profiler's own threads did.</param>
/// <param name="CpuNs">Time on processors, in nanoseconds.</param>
/// <param name="ProfilerCpuNs">The part of it that the profiler's own threads used.</param>
internal readonly record struct ProcessUse(MeasuredUse Measured, long Bytes, long TracingBytes, long ProfilerBytes, long CpuNs, long ProfilerCpuNs);

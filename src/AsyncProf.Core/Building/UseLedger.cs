using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.Stitching.Records;

namespace AsyncProf.Building;

/// <summary>What a process used while it was measured, of what it tells of itself every so often.</summary>
internal sealed class UseLedger
{
    private ProcessUse? _last;
    private ProcessUse _sum;

    /// <summary>The sum of what was used, and whatever was measured at some time.</summary>
    public ProcessUse Sum => _sum;

    /// <summary>The process tells.</summary>
    /// <param name="now">What it has used since it began.</param>
    /// <param name="begins">Whether something else was measured, or nothing, since it told last: that is nobody's.</param>
    public void Tell(in ProcessUse now, bool begins)
    {
        if (_last is { } last && !begins)
        {
            _sum = Sums(
                now.Measured,
                Since(last.Bytes, now.Bytes),
                Since(last.TracingBytes, now.TracingBytes),
                Since(last.ProfilerBytes, now.ProfilerBytes),
                Since(last.CpuNs, now.CpuNs),
                Since(last.ProfilerCpuNs, now.ProfilerCpuNs));
        }

        _last = now;
    }

    /// <summary>The sum at another moment.</summary>
    /// <param name="then">What the process had used by then since it began.</param>
    public ProcessUse At(in ProcessUse then) => _last is not { } last ? _sum : Sums(
        then.Measured,
        then.Bytes - last.Bytes,
        then.TracingBytes - last.TracingBytes,
        then.ProfilerBytes - last.ProfilerBytes,
        then.CpuNs - last.CpuNs,
        then.ProfilerCpuNs - last.ProfilerCpuNs);

    /// <summary>Says of a recording who used what.</summary>
    /// <param name="recording">The recording.</param>
    /// <param name="from">The sum when it began.</param>
    /// <param name="to">The sum when it ended.</param>
    /// <param name="before">What the stitcher had counted when it began.</param>
    /// <param name="after">What it had counted when it ended.</param>
    /// <param name="wanted">What it was to measure: what others had measured for a part of its time is not its own.</param>
    public static RecordingInfo Describe(RecordingInfo recording, in ProcessUse from, in ProcessUse to, StitcherCounts before, StitcherCounts after, MeasuredUse wanted)
    {
        ResourceUse outside = after.OutsideUse - before.OutsideUse, own = after.OwnUse - before.OwnUse;
        return recording with
        {
            Allocated = (to.Measured & wanted).HasFlag(MeasuredUse.Allocations) && to.Bytes > from.Bytes
                ? new AllocationInfo(to.Bytes - from.Bytes, 0, outside.AllocatedBytes, to.TracingBytes - from.TracingBytes, to.ProfilerBytes - from.ProfilerBytes + own.AllocatedBytes)
                : recording.Allocated,
            Cpu = (to.Measured & wanted).HasFlag(MeasuredUse.Cpu) && to.CpuNs > from.CpuNs
                ? new CpuInfo(to.CpuNs - from.CpuNs, 0, outside.CpuNs, to.ProfilerCpuNs - from.ProfilerCpuNs + own.CpuNs)
                : recording.Cpu,
        };
    }

    /// <summary>What is used while something is not measured is nobody's.</summary>
    private ProcessUse Sums(MeasuredUse measured, long bytes, long tracing, long profiler, long cpu, long profilerCpu)
    {
        bool allocations = (measured & MeasuredUse.Allocations) != 0, processors = (measured & MeasuredUse.Cpu) != 0;
        return new ProcessUse(
            _sum.Measured | measured,
            _sum.Bytes + (allocations ? bytes : 0),
            _sum.TracingBytes + (allocations ? tracing : 0),
            _sum.ProfilerBytes + (allocations ? profiler : 0),
            _sum.CpuNs + (processors ? cpu : 0),
            _sum.ProfilerCpuNs + (processors ? profilerCpu : 0));
    }

    /// <summary>A damaged file may say anything.</summary>
    private static long Since(long last, long now) => Math.Clamp(now - last, 0, long.MaxValue / 1024);
}

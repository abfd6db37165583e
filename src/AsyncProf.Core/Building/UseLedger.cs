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
            _sum = new ProcessUse(
                _sum.Measured | now.Measured,
                _sum.Bytes + Since(last.Bytes, now.Bytes),
                _sum.TracingBytes + Since(last.TracingBytes, now.TracingBytes),
                _sum.ProfilerBytes + Since(last.ProfilerBytes, now.ProfilerBytes),
                _sum.CpuNs + Since(last.CpuNs, now.CpuNs),
                _sum.ProfilerCpuNs + Since(last.ProfilerCpuNs, now.ProfilerCpuNs));
        }

        _last = now;
    }

    /// <summary>The sum at another moment.</summary>
    /// <param name="then">What the process had used by then since it began.</param>
    public ProcessUse At(in ProcessUse then) => _last is not { } last ? _sum : new ProcessUse(
        _sum.Measured | then.Measured,
        _sum.Bytes + then.Bytes - last.Bytes,
        _sum.TracingBytes + then.TracingBytes - last.TracingBytes,
        _sum.ProfilerBytes + then.ProfilerBytes - last.ProfilerBytes,
        _sum.CpuNs + then.CpuNs - last.CpuNs,
        _sum.ProfilerCpuNs + then.ProfilerCpuNs - last.ProfilerCpuNs);

    /// <summary>Says of a recording who used what.</summary>
    /// <param name="recording">The recording.</param>
    /// <param name="from">The sum when it began.</param>
    /// <param name="to">The sum when it ended.</param>
    /// <param name="before">What the stitcher had counted when it began.</param>
    /// <param name="after">What it had counted when it ended.</param>
    public static RecordingInfo Describe(RecordingInfo recording, in ProcessUse from, in ProcessUse to, StitcherCounts before, StitcherCounts after)
    {
        ResourceUse outside = after.OutsideUse - before.OutsideUse, own = after.OwnUse - before.OwnUse;
        return recording with
        {
            Allocated = to.Measured.HasFlag(MeasuredUse.Allocations) && to.Bytes > from.Bytes
                ? new AllocationInfo(to.Bytes - from.Bytes, 0, outside.AllocatedBytes, to.TracingBytes - from.TracingBytes, to.ProfilerBytes - from.ProfilerBytes + own.AllocatedBytes)
                : recording.Allocated,
            Cpu = to.Measured.HasFlag(MeasuredUse.Cpu) && to.CpuNs > from.CpuNs
                ? new CpuInfo(to.CpuNs - from.CpuNs, 0, outside.CpuNs, to.ProfilerCpuNs - from.ProfilerCpuNs + own.CpuNs)
                : recording.Cpu,
        };
    }

    /// <summary>A damaged file may say anything.</summary>
    private static long Since(long last, long now) => Math.Clamp(now - last, 0, long.MaxValue / 1024);
}

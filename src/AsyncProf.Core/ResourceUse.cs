namespace AsyncProf;

/// <summary>What threads used while they executed something: memory that they allocated, and processors. Read at the bounds of segments, not sampled; 0 where nobody asked for it.</summary>
/// <param name="AllocatedBytes">Bytes allocated on the managed heap, whether or not they have been collected since.</param>
/// <param name="CpuNs">Time on a processor, in nanoseconds, the operating system's work for the thread included.</param>
/// <param name="SystemNs">The part of <paramref name="CpuNs"/> that the operating system worked for the thread, in nanoseconds.</param>
/// <param name="PreemptedNs">How long the thread could have run and no processor was free for it, in nanoseconds.</param>
public readonly record struct ResourceUse(long AllocatedBytes, long CpuNs, long SystemNs, long PreemptedNs)
{
    /// <summary>Use by use sum.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static ResourceUse operator +(ResourceUse left, ResourceUse right) => new(
        left.AllocatedBytes + right.AllocatedBytes,
        left.CpuNs + right.CpuNs,
        left.SystemNs + right.SystemNs,
        left.PreemptedNs + right.PreemptedNs);

    /// <summary>Use by use difference.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">What is taken from it.</param>
    public static ResourceUse operator -(ResourceUse left, ResourceUse right) => new(
        left.AllocatedBytes - right.AllocatedBytes,
        left.CpuNs - right.CpuNs,
        left.SystemNs - right.SystemNs,
        left.PreemptedNs - right.PreemptedNs);

    /// <summary>What belongs to a measure.</summary>
    internal ResourceUse Only(MeasuredUse measured) => new(
        (measured & MeasuredUse.Allocations) == 0 ? 0 : AllocatedBytes,
        (measured & MeasuredUse.Cpu) == 0 ? 0 : CpuNs,
        (measured & MeasuredUse.Cpu) == 0 ? 0 : SystemNs,
        (measured & MeasuredUse.Cpu) == 0 ? 0 : PreemptedNs);

    /// <summary>Everything added up, to know whether sums can be told in 64 bits.</summary>
    internal Int128 Total => (Int128)AllocatedBytes + CpuNs + SystemNs + PreemptedNs;
}

namespace AsyncProf.Profiles.Data;

/// <summary>What a logical stack is estimated to have had done on graphics processors.</summary>
/// <param name="Stack">The stack, as a place in <see cref="TimeSeries.Stacks"/>.</param>
/// <param name="GpuNs">How long, in nanoseconds: a second on two that were all its own is two.</param>
internal readonly record struct GpuShare(int Stack, long GpuNs);

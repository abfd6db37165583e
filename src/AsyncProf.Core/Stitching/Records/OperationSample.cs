namespace AsyncProf.Stitching.Records;

/// <summary>A thread that executed an operation was seen.</summary>
/// <param name="Time">When, in ticks.</param>
/// <param name="Ticks">The time for which the sample stands: since the thread was last looked at.</param>
/// <param name="Stack">The number of the sampled stack.</param>
internal readonly record struct OperationSample(long Time, long Ticks, int Stack);

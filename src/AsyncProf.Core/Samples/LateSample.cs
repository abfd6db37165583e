namespace AsyncProf.Samples;

/// <summary>Samples that were taken later than they should have been.</summary>
/// <param name="At">The stack up to which they are certain.</param>
/// <param name="Path">Where they were taken.</param>
/// <param name="Ticks">The time for which they stand.</param>
internal readonly record struct LateSample(int At, SampledPath Path, long Ticks);

namespace AsyncProf.Samples;

/// <summary>Where some samples of a logical stack were.</summary>
/// <param name="Stack">The stack with the synchronous frames below it; the logical stack itself where there were none.</param>
/// <param name="Ticks">The time for which they stand.</param>
/// <param name="Prefixes">The async methods among those frames, which had not suspended yet.</param>
internal readonly record struct SamplePlace(int Stack, long Ticks, string[] Prefixes);

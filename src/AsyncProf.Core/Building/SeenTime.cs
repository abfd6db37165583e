namespace AsyncProf.Building;

/// <summary>How often something was seen.</summary>
/// <param name="Count">In how many samples.</param>
/// <param name="Ticks">The time for which they stand.</param>
internal readonly record struct SeenTime(long Count, long Ticks);

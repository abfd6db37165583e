namespace AsyncProf.Testing;

/// <summary>What the stitcher may keep.</summary>
/// <param name="Intervals">How many intervals.</param>
/// <param name="Operations">How many operations, leaves and joins.</param>
/// <param name="PerEntry">How many operations may begin in one entry.</param>
/// <param name="EntryTicks">How long an entry may stay open.</param>
public sealed record PlaybackBounds(int Intervals = 4_000_000, int Operations = 2_000_000, int PerEntry = 1_000_000, long EntryTicks = long.MaxValue);

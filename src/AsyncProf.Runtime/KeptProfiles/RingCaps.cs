namespace AsyncProf.KeptProfiles;

/// <summary>How much may stay in a directory.</summary>
/// <param name="Keep">How many profiles.</param>
/// <param name="KeepWindows">How many windows beside them.</param>
/// <param name="MaximumBytes">How many bytes all of them have together.</param>
/// <param name="MaximumAge">How old one may become; null for any age.</param>
/// <param name="MinimumFreeBytes">How much of the disk must be left to others; 0 for nothing.</param>
internal sealed record RingCaps(int Keep, int KeepWindows, long MaximumBytes, TimeSpan? MaximumAge, long MinimumFreeBytes);

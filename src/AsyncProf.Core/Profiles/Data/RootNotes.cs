namespace AsyncProf.Profiles.Data;

/// <summary>What is known of the roots of one kind and name beside what their samples add up to.</summary>
/// <param name="MaxNs">The longest, in nanoseconds.</param>
/// <param name="Slowest">Its logical tree; null where it was not kept.</param>
internal sealed record RootNotes(long MaxNs, CallNode? Slowest);

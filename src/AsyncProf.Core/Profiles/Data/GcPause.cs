namespace AsyncProf.Profiles.Data;

/// <summary>A moment at which all threads stood still for the garbage collector.</summary>
/// <param name="FromNs">When it began, in nanoseconds since the recording did.</param>
/// <param name="Ns">How long it was, in nanoseconds.</param>
/// <param name="Generation">What was collected; -1 where that is not known.</param>
internal readonly record struct GcPause(long FromNs, long Ns, int Generation);

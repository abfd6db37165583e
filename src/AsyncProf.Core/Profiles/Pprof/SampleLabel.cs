namespace AsyncProf.Profiles.Pprof;

/// <summary>A label of a sample.</summary>
/// <param name="Key">What it tells.</param>
/// <param name="Text">Its text; null where it is a number.</param>
/// <param name="Number">Its number.</param>
/// <param name="Unit">The unit of the number; null where it is a text.</param>
internal readonly record struct SampleLabel(string Key, string? Text, long Number = 0, string? Unit = null);

namespace AsyncProf.Decoding;

/// <summary>One moment on both clocks: by it ticks of a recording become UTC.</summary>
/// <param name="Tick">The moment in ticks of the recording.</param>
/// <param name="Utc">The same moment by the wall clock, in <see cref="DateTime.Ticks"/>.</param>
internal readonly record struct RecordedMoment(long Tick, long Utc);

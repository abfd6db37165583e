namespace AsyncProf.Decoding.Series;

/// <summary>What a process did on graphics processors at a moment, over all of them.</summary>
/// <param name="Time">The moment, in ticks of the clock that its recording has.</param>
/// <param name="Percent">How busy it kept them since the last time; two that are all its own are 200.</param>
/// <param name="MemoryBytes">The memory that it has there, in bytes.</param>
internal readonly record struct GpuReading(long Time, double Percent, long MemoryBytes);

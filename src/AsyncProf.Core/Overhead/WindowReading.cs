namespace AsyncProf.Overhead;

/// <summary>What is known when it is decided whether to capture.</summary>
/// <param name="Now">Ticks of the stopwatch.</param>
/// <param name="Cost">The CPU that the profiler has used so far, in seconds.</param>
/// <param name="Buffered">The share of the buffers that is full, 0 to 1.</param>
/// <param name="RequestSeconds">How long requests take, but for the longest of them; 0 where that is not known.</param>
internal readonly record struct WindowReading(long Now, double Cost, double Buffered, double RequestSeconds);

using System.Diagnostics;

namespace AsyncProf.Spans;

/// <summary>One moment on both clocks: by it ticks of the stopwatch become UTC, and back.</summary>
/// <param name="Tick">The moment in ticks of the stopwatch.</param>
/// <param name="Utc">The same moment by the wall clock.</param>
internal readonly record struct ClockAnchor(long Tick, DateTime Utc)
{
    public DateTime ToUtc(long tick) => Utc + new TimeSpan((long)((Int128)(tick - Tick) * TimeSpan.TicksPerSecond / Stopwatch.Frequency));

    public long ToTick(DateTime utc) => Tick + ToTicks(utc - Utc);

    /// <summary>A duration in ticks of the stopwatch.</summary>
    public static long ToTicks(TimeSpan span) => (long)((Int128)span.Ticks * Stopwatch.Frequency / TimeSpan.TicksPerSecond);
}

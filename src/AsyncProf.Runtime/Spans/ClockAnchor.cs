using System.Diagnostics;

namespace AsyncProf.Spans;

/// <summary>One moment on both clocks: by it ticks of the stopwatch become UTC, and back.</summary>
/// <param name="Tick">The moment in ticks of the stopwatch.</param>
/// <param name="Utc">The same moment by the wall clock.</param>
internal readonly record struct ClockAnchor(long Tick, DateTime Utc)
{
    /// <summary>How many ticks of the stopwatch one of the wall clock is; 0 where that is no whole number.</summary>
    private static readonly long Ratio = Stopwatch.Frequency % TimeSpan.TicksPerSecond == 0 ? Stopwatch.Frequency / TimeSpan.TicksPerSecond : 0;

    public DateTime ToUtc(long tick) => Utc + new TimeSpan(Ratio > 0 ? (tick - Tick) / Ratio : (long)((Int128)(tick - Tick) * TimeSpan.TicksPerSecond / Stopwatch.Frequency));

    public long ToTick(DateTime utc) => Tick + ToTicks(utc - Utc);

    /// <summary>A duration in ticks of the stopwatch.</summary>
    public static long ToTicks(TimeSpan span) => Ratio > 0 ? span.Ticks * Ratio : (long)((Int128)span.Ticks * Stopwatch.Frequency / TimeSpan.TicksPerSecond);
}

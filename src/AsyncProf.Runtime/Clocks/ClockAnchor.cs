using System.Diagnostics;

namespace AsyncProf.Clocks;

/// <summary>One moment on both clocks: by it ticks of the stopwatch become UTC, and back.</summary>
/// <param name="Tick">The moment in ticks of the stopwatch.</param>
/// <param name="Utc">The same moment by the wall clock.</param>
internal readonly record struct ClockAnchor(long Tick, DateTime Utc)
{
    private const int Readings = 10;

    /// <summary>How many ticks of the stopwatch one of the wall clock is; 0 where that is no whole number.</summary>
    private static readonly long Ratio = Stopwatch.Frequency % TimeSpan.TicksPerSecond == 0 ? Stopwatch.Frequency / TimeSpan.TicksPerSecond : 0;

    /// <summary>Reads both clocks; of several readings the one that was least interrupted.</summary>
    public static ClockAnchor Read()
    {
        ClockAnchor best = default;
        for ((int i, long shortest) = (0, long.MaxValue); i < Readings; i++)
        {
            long before = Stopwatch.GetTimestamp();
            DateTime utc = DateTime.UtcNow;
            long took = Stopwatch.GetTimestamp() - before;
            if (took >= shortest)
                continue;
            shortest = took;
            best = new ClockAnchor(before + (took / 2), utc);
        }

        return best;
    }

    /// <summary>A moment by the wall clock, as that was at the anchor.</summary>
    public DateTime ToUtc(long tick) => Utc + new TimeSpan(Ratio > 0 ? (tick - Tick) / Ratio : (long)((Int128)(tick - Tick) * TimeSpan.TicksPerSecond / Stopwatch.Frequency));

    /// <summary>A moment in ticks of the stopwatch; the first or the last there is, where it is beyond.</summary>
    public long ToTick(DateTime utc) => long.CreateSaturating((Int128)Tick + ToTicks(utc - Utc));

    /// <summary>A duration in ticks of the stopwatch; the longest there is, where it is longer.</summary>
    public static long ToTicks(TimeSpan span) => long.CreateSaturating(Ratio > 0 ? (Int128)span.Ticks * Ratio : (Int128)span.Ticks * Stopwatch.Frequency / TimeSpan.TicksPerSecond);
}

using System.Diagnostics;

namespace AsyncProf.Waits;

/// <summary>
/// The clock of the day as it was at one moment. The runtime measures events by the clock of the stopwatch, and tells them by the clock of the day as it was when it began to; so one reading of
/// both taken then brings them back, whether the day's clock is set meanwhile or not. It begins
/// anew when another listener of the process asks it for other events: only what was set between is wrong then.
/// </summary>
internal readonly struct DayClock
{
    private const int Readings = 10;

    private readonly long _day;
    private readonly long _ticks;

    private DayClock(long day, long ticks) => (_day, _ticks) = (day, ticks);

    /// <summary>Reads both clocks; of several readings the one that was least interrupted.</summary>
    public static DayClock Read()
    {
        DayClock best = default;
        for ((int i, long shortest) = (0, long.MaxValue); i < Readings; i++)
        {
            long before = Stopwatch.GetTimestamp(), day = DateTime.UtcNow.Ticks, after = Stopwatch.GetTimestamp();
            if (after - before >= shortest)
                continue;
            shortest = after - before;
            best = new DayClock(day, before + (shortest / 2));
        }

        return best;
    }

    /// <summary>A reading that says: it was this time of day at that moment, in ticks of the stopwatch.</summary>
    public static DayClock At(DateTime day, long ticks) => new(day.Ticks, ticks);

    /// <summary>A moment in ticks of the stopwatch.</summary>
    public long ToTicks(DateTime time) => _ticks + (long)((time.Ticks - _day) * ((double)Stopwatch.Frequency / TimeSpan.TicksPerSecond));
}

using System.Diagnostics;

namespace AsyncProf.Spans;

/// <summary>Ticks of the stopwatch to UTC, by an anchor that is taken anew every second, because the two clocks drift and the one may be set.</summary>
internal sealed class ClockAnchor(TimeProvider time)
{
    private long _tick;
    private DateTime _utc;
    private bool _taken;

    public DateTime ToUtc(long tick)
    {
        long now = Stopwatch.GetTimestamp();
        if (!_taken || now - _tick > Stopwatch.Frequency)
        {
            _utc = time.GetUtcNow().UtcDateTime;
            _tick = now;
            _taken = true;
        }

        return _utc + ToSpan(tick - _tick);
    }

    public static TimeSpan ToSpan(long ticks) => new((long)((Int128)ticks * TimeSpan.TicksPerSecond / Stopwatch.Frequency));
}

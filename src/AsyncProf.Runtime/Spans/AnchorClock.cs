using System.Diagnostics;
using AsyncProf.Clocks;

namespace AsyncProf.Spans;

/// <summary>Renews the anchor of ticks to UTC every second, because the two clocks drift and the wall clock may be set.</summary>
internal sealed class AnchorClock(TimeProvider time)
{
    private ClockAnchor? _anchor;

    /// <summary>An anchor at most a second old.</summary>
    public ClockAnchor Current
    {
        get
        {
            long now = Stopwatch.GetTimestamp();
            if (_anchor is not { } anchor || now - anchor.Tick > Stopwatch.Frequency)
                _anchor = anchor = new ClockAnchor(now, time.GetUtcNow().UtcDateTime);
            return anchor;
        }
    }
}

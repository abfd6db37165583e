using AsyncProf.Building;
using AsyncProf.Decoding;

namespace AsyncProf.Exporters.Otlp;

/// <summary>Ticks of a recording as nanoseconds since 1970. A recording can say anything: what is no time of ours becomes the nearest that is.</summary>
/// <param name="clock">What the ticks are.</param>
/// <param name="told">One moment on both clocks, the latest that is known.</param>
internal sealed class SpanClock(TickClock clock, Func<RecordedMoment> told)
{
    /// <summary>Up to the year 2226: nanoseconds of 64 bits end in 2262.</summary>
    private const long LatestUtc = 702_000_000_000_000_000;

    private RecordedMoment _told;
    private RecordedMoment _tied;

    /// <summary>
    /// Ties the clocks at a moment of which both times are known, if by what was known before they are apart: the wall clock was set, or the two have drifted. It holds until the recording
    /// tells another.
    /// </summary>
    /// <param name="tick">The moment in ticks.</param>
    /// <param name="utc">The same in <see cref="DateTime.Ticks"/>.</param>
    /// <param name="most">How far they may be apart, in ns.</param>
    public void Tie(long tick, long utc, long most)
    {
        if (Math.Abs((decimal)ToUnix(tick) - ToUnixOfUtc(utc)) > most)
            _tied = new RecordedMoment(tick, utc);
    }

    /// <summary>A moment by the wall clock.</summary>
    public long ToUnix(long tick)
    {
        RecordedMoment tied = Latest();
        Int128 ns = ToUnixOfUtc(tied.Utc) + (((Int128)tick - tied.Tick) * 1_000_000_000 / clock.Frequency);
        return (long)Int128.Clamp(ns, 0, ToUnixOfUtc(long.MaxValue));
    }

    /// <summary>The tick of a moment.</summary>
    /// <param name="unix">Nanoseconds since 1970.</param>
    public long ToTick(long unix)
    {
        RecordedMoment tied = Latest();
        Int128 tick = tied.Tick + (((Int128)unix - ToUnixOfUtc(tied.Utc)) * clock.Frequency / 1_000_000_000);
        return (long)Int128.Clamp(tick, long.MinValue, long.MaxValue);
    }

    /// <summary>Whether it can be a moment of the wall clock.</summary>
    /// <param name="utc">In <see cref="DateTime.Ticks"/>.</param>
    public static bool IsTime(long utc) => utc > DateTime.UnixEpoch.Ticks && utc < LatestUtc;

    /// <summary>A moment of the wall clock.</summary>
    /// <param name="utc">In <see cref="DateTime.Ticks"/>.</param>
    public static long ToUnixOfUtc(long utc) => (Math.Clamp(utc, DateTime.UnixEpoch.Ticks, LatestUtc) - DateTime.UnixEpoch.Ticks) * 100;

    private RecordedMoment Latest()
    {
        RecordedMoment latest = told();
        if (latest != _told)
            _told = _tied = latest;
        return _tied;
    }
}

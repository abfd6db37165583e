using AsyncProf.Attribution;
using AsyncProf.Profiles;

namespace AsyncProf.Building;

/// <summary>Ticks of the recording's clock to nanoseconds. Exact where a tick is a whole number of nanoseconds, as on Linux, macOS and Windows.</summary>
/// <param name="Frequency">Ticks per second.</param>
internal readonly record struct TickClock(long Frequency)
{
    public static TickClock Stopwatch => new(System.Diagnostics.Stopwatch.Frequency);

    public long ToNs(long ticks) => 1_000_000_000 % Frequency == 0
        ? ticks * (1_000_000_000 / Frequency)
        : (long)((Int128)ticks * 1_000_000_000 / Frequency);

    /// <summary>A duration in ticks of the recording's clock.</summary>
    public long ToTicks(TimeSpan span) => Frequency % TimeSpan.TicksPerSecond == 0
        ? span.Ticks * (Frequency / TimeSpan.TicksPerSecond)
        : (long)((Int128)span.Ticks * Frequency / TimeSpan.TicksPerSecond);

    public TimeByState ToNs(in StateTimes times) => new(ToNs(times.Running), ToNs(times.Waiting), ToNs(times.Ready), ToNs(times.Blocked));
}

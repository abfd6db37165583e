using AsyncProf.KeptProfiles;

namespace AsyncProf.Triggers;

/// <summary>What opens a window, how often, how long it lasts, and where it is kept: the values of the options at one moment.</summary>
internal sealed record TriggersSettings(
    TimeSpan? SlowRequest, bool FailedRequest, double? Cpu, TimeSpan? PoolDelay, MeterThresholds Meters,
    TimeSpan Cooldown, int MaximumPerHour, int Requests, TimeSpan MaximumDuration, string Directory, RingCaps Caps);

using AsyncProf.KeptProfiles;
using AsyncProf.Triggers;

namespace AsyncProf.Hosting;

/// <summary>
/// When the hosted service opens a deep window, in which everything is recorded that it can record, and keeps its profile. Bound from the configuration section <c>AsyncProf:Triggers</c>. Without a
/// condition no window is opened.
/// </summary>
public sealed class TriggersOptions
{
    /// <summary>Condition: a request took longer than this, at most 1 day; a connection or a stream (a WebSocket, SignalR, events that the server sends, gRPC) never does. Null, the default, for none.</summary>
    public TimeSpan? SlowRequest { get; set; }

    /// <summary>Condition: a request failed: in ASP.NET Core by an exception or a status from 500 on, elsewhere as its activity says. Default false.</summary>
    public bool FailedRequest { get; set; }

    /// <summary>Condition: the process used at least this share of the CPU available to it over 5 seconds, more than 0 to 1. Null, the default, for none.</summary>
    public double? Cpu { get; set; }

    /// <summary>Condition: the thread pool took longer than this to run a work item, of which one is tried ten times a second; at most 1 day. Null, the default, for none.</summary>
    public TimeSpan? PoolDelay { get; set; }

    /// <summary>
    /// Conditions: an instrument measured more than this, by its name or as <c>meter/instrument</c>; at most 32. Of a counter the increase a second is compared, of an up-down counter the sum since the
    /// profiler started, of anything else each measurement.
    /// </summary>
    public IDictionary<string, double> Meters { get; } = new Dictionary<string, double>(StringComparer.Ordinal);

    /// <summary>How long after a window no other is opened, 0 to 1 day. Default 5 minutes.</summary>
    public TimeSpan Cooldown { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How many windows are opened within any hour, 1 to 60. Default 6.</summary>
    public int MaximumPerHour { get; set; } = 6;

    /// <summary>A window ends when so many more requests have ended, 1 to 10,000: of the route that opened it, or of any route where it was a condition of the process. Default 20.</summary>
    public int Requests { get; set; } = 20;

    /// <summary>How long a window lasts at most, 1 second to 10 minutes. Default 1 minute.</summary>
    public TimeSpan MaximumDuration { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The directory to which windows are written; it must exist. Null or empty, the default: that of <see cref="AsyncProfOptions.Profiles"/>, whose limits hold there too.</summary>
    public string? Directory { get; set; }

    /// <summary>How many windows stay, the newest, 1 to 10,000, beside other profiles. Default 20.</summary>
    public int Keep { get; set; } = 20;

    private bool HasCondition => SlowRequest is not null || FailedRequest || Cpu is not null || PoolDelay is not null || Meters.Count > 0;

    /// <summary>The values now; null where no window is ever opened.</summary>
    internal TriggersSettings? ToSettings(KeptProfilesOptions profiles) => !HasCondition
        ? null
        : new(
            SlowRequest, FailedRequest, Cpu, PoolDelay, new MeterThresholds(Meters), Cooldown, MaximumPerHour, Requests, MaximumDuration,
            DirectoryOf(profiles)!, profiles.CapsWith(Keep));

    internal IEnumerable<string> Validate(string section, KeptProfilesOptions? profiles) => new TriggerRules(section).Check(this, HasCondition, profiles is null ? Directory : DirectoryOf(profiles));

    private string? DirectoryOf(KeptProfilesOptions profiles) => string.IsNullOrEmpty(Directory) ? profiles.Directory : Directory;
}

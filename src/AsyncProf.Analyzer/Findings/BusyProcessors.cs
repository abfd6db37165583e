using System.Globalization;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Durations;

namespace AsyncProf.Findings;

/// <summary>Whether threads had to wait for a processor. Running is what a thread does between two events, whether it has a processor or not.</summary>
internal static class BusyProcessors
{
    /// <summary>As many threads at once as this share of the processors leave none to spare.</summary>
    private const double AllBusy = 0.9;

    /// <summary>An idle machine runs a work item in some ten microseconds.</summary>
    private const long SlowPoolNs = 2_000_000;

    private const long LeastProbes = 10;

    /// <summary>What speaks for it, as half a sentence; null if nothing does, or if the recording does not tell.</summary>
    public static string? Evidence(AsyncProfile profile)
    {
        RecordingInfo recording = profile.Recording;
        double threads = recording.ObservedNs == 0 ? 0 : (double)profile.Tree.TaskTotal.RunningNs / recording.ObservedNs;
        if (recording.Cpus > 0 && threads >= recording.Cpus * AllBusy)
            return string.Create(CultureInfo.InvariantCulture, $"{threads:0.0} threads ran at once on average on {recording.Cpus} {(recording.Cpus == 1 ? "processor" : "processors")}");
        return recording.PoolDelay is { Probes: >= LeastProbes, P50Ns: >= SlowPoolNs } pool
            ? $"the thread pool took {DurationText.Of(pool.P50Ns)} (p50) to run a work item"
            : null;
    }
}

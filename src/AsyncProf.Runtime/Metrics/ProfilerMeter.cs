using System.Diagnostics;
using System.Diagnostics.Metrics;
using AsyncProf.Attribution;

namespace AsyncProf.Metrics;

/// <summary>
/// The meter <c>AsyncProf</c>: what the profiler sees and what it costs. Names and units are those of <c>docs/metrics.md</c>. Without a
/// listener nothing is recorded.
/// </summary>
internal sealed class ProfilerMeter : ITreeSink, IDisposable
{
    /// <summary>The meter's name; renaming it breaks apps that ask for it.</summary>
    public const string MeterName = "AsyncProf";

    /// <summary>From 10 µs, where a thread pool is at ease, to 10 s, where it has starved.</summary>
    private static readonly double[] ReadyBuckets =
        [0.00001, 0.000025, 0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private readonly Meter _meter = new(MeterName, typeof(ProfilerMeter).Assembly.GetName().Version?.ToString(3));
    private readonly Histogram<double> _ready;

    /// <summary>Publishes the instruments.</summary>
    /// <param name="status">How the profiler is doing.</param>
    public ProfilerMeter(Func<ProfilerStatus> status)
    {
        _ready = _meter.CreateHistogram(
            "asyncprof.operation.ready", "s", "How long an operation could go on and no thread had it.", null, new InstrumentAdvice<double> { HistogramBucketBoundaries = ReadyBuckets });
        _meter.CreateObservableCounter("asyncprof.events", () => status().Events, "{event}", "Events of the Task Parallel Library that were stitched.");
        _meter.CreateObservableCounter("asyncprof.events.lost", () => status().LostEvents, "{event}", "Events dropped because the buffers were full.");
        _meter.CreateObservableCounter("asyncprof.operations", () => status().OperationsEnded, "{operation}", "Async operations that have ended.");
        _meter.CreateObservableUpDownCounter("asyncprof.operations.active", () => status().OperationsActive, "{operation}", "Async operations that have begun and not ended.");
        _meter.CreateObservableUpDownCounter("asyncprof.operations.kept", () => status().Kept, "{operation}", "Operations and tasks the engine keeps; its memory grows with them.");
        _meter.CreateObservableGauge("asyncprof.awaits.unknown", () => status().UnknownAwaitShare, "1", "The share of awaits of which no event tells what was awaited.");
        _meter.CreateObservableCounter("asyncprof.names.skipped", () => status().NamesSkipped, "{event}", "Events whose method was not looked for, because there were too many new ones in one second.");
        _meter.CreateObservableGauge("asyncprof.names.exact", () => status().NamesBy == "frames" ? 1 : 0, "1", "1 where methods are told exactly, by the frames of threads.");
        _meter.CreateObservableGauge("asyncprof.capture.direct", () => status().EventsBy == "direct" ? 1 : 0, "1", "1 where events are received past the dispatch to listeners.");
        _meter.CreateObservableCounter("asyncprof.spans", () => status().Spans, "{span}", "Spans made.");
        _meter.CreateObservableCounter("asyncprof.spans.elided", () => status().ElidedOperations, "{operation}", "Operations without a span of their own, for being short or too many.");
        _meter.CreateObservableCounter("asyncprof.roots", () => status().Roots, "{root}", "Roots of recorded traces: requests that have stopped, and operations that outlived theirs.");
        _meter.CreateObservableCounter("asyncprof.roots.exported", () => status().ExportedRoots, "{root}", "Roots of which spans were made.");
        _meter.CreateObservableCounter("asyncprof.roots.elided", () => status().ElidedRoots, "{root}", "Roots in which nothing was worth a span.");
        _meter.CreateObservableCounter("asyncprof.roots.refused", () => status().RefusedRoots, "{root}", "Roots left out whole because the SDK did not take so many spans.");
        _meter.CreateObservableGauge("asyncprof.traces.complete", () => status().CompleteTraceShare, "1", "The share of recorded traces that have all their spans.");
        _meter.CreateObservableCounter("asyncprof.spans.dropped", () => status().DroppedSpans, "{span}", "Spans, of the app's as well, that the SDK's queues had no room for.");
        _meter.CreateObservableCounter("asyncprof.roots.detached", () => status().DetachedRoots, "{root}", "Roots that are operations which outlived their request.");
        _meter.CreateObservableCounter("asyncprof.spans.clamped", () => status().ClampedSpans, "{span}", "Spans moved by more than a millisecond to lie inside their request's.");
        _meter.CreateObservableCounter("asyncprof.pauses", () => status().Pauses, "{pause}", "Pauses of the capture that kept the profiler within its budget.");
        _meter.CreateObservableCounter("asyncprof.pauses.shed", () => status().ShedPauses, "{pause}", "Pauses that began early because events came faster than they could be read.");
        _meter.CreateObservableGauge("asyncprof.observed", () => status().ObservedShare, "1", "The share of the time in which the profiler captured.");
        _meter.CreateObservableCounter("asyncprof.requests.cut", () => status().CutRequests, "{request}", "Requests that a pause cut.");
        _meter.CreateObservableCounter("asyncprof.requests.outside", () => status().OutsideRequests, "{request}", "Recorded requests not captured as a whole because of pauses.");
        _meter.CreateObservableGauge("asyncprof.overhead", () => status().OverheadShare, "1", "The share of the available CPU that the profiler used of late, by its own estimate.");
        _meter.CreateObservableCounter("asyncprof.pushes", () => status().PushedProfiles, "{profile}", "Profiles that a store has taken.");
        _meter.CreateObservableCounter("asyncprof.pushes.retries", () => status().PushRetries, "{attempt}", "Attempts to push a profile that failed, and were to be made again.");
        _meter.CreateObservableCounter("asyncprof.pushes.refused", () => status().RefusedPushes, "{profile}", "Profiles that a store refused for good.");
        _meter.CreateObservableCounter("asyncprof.pushes.dropped", () => status().DroppedPushes, "{profile}", "Profiles that were to be pushed and could not be in time.");
        _meter.CreateObservableCounter("asyncprof.profiles", () => status().WrittenProfiles, "{profile}", "Profiles that were written to the directory in which they are kept.");
        _meter.CreateObservableCounter("asyncprof.profiles.unwritten", () => status().UnwrittenProfiles, "{profile}", "Profiles that could not be written there.");
        _meter.CreateObservableCounter("asyncprof.windows", () => status().DeepWindows, "{window}", "Deep windows: a condition held, and everything was recorded for a while.");
        _meter.CreateObservableCounter("asyncprof.windows.cooled", () => status().CooledTriggers, "{trigger}", "Times when a condition held too soon after a deep window.");
        _meter.CreateObservableCounter("asyncprof.windows.limited", () => status().LimitedTriggers, "{trigger}", "Times when a condition held and the hour had all its deep windows.");
        _meter.CreateObservableCounter("asyncprof.windows.unwritten", () => status().UnwrittenWindows, "{window}", "Deep windows that could not be written.");
        _meter.CreateObservableCounter("asyncprof.faults", () => status().Faults, "{fault}", "Failures of the profiler's own, which never reach the app; anything but 0 is a bug.");
        _meter.CreateObservableCounter("asyncprof.work", () => status().WorkTime.TotalSeconds, "s", "How long the profiler's own thread has worked.");
    }

    public void Dispose() => _meter.Dispose();

    /// <inheritdoc/>
    public void OnTree(RootTree tree)
    {
        if (!_ready.Enabled || tree.IsScopeView)
            return;
        for (int node = 0; node < tree.NodeCount; node++)
        {
            if (tree[node].Task.Ready is var ticks and > 0)
                _ready.Record((double)ticks / Stopwatch.Frequency);
        }
    }
}

namespace AsyncProf;

/// <summary>How the profiler of this process is doing: for a health page, or an alert. Counts are of the whole process.</summary>
public sealed record ProfilerStatus
{
    /// <summary>Whether anything is captured now.</summary>
    public bool IsCapturing { get; init; }

    /// <summary>Why nothing can be captured in this process, as one sentence; null where it can.</summary>
    public string? Unsupported { get; init; }

    /// <summary>Why the hosted service captures nothing by its options, as one sentence: <c>Enabled</c> is false, or this instance is not among those of <c>InstanceShare</c>; null where it does.</summary>
    public string? WhyOff { get; init; }

    /// <summary>
    /// How methods are told from others of one short name: <c>frames</c>, exactly; or <c>look-ups</c>, by a bounded number of stack traces a second, and why frames cannot be followed in this process.
    /// Empty before anything was captured.
    /// </summary>
    public string NamesBy { get; init; } = "";

    /// <summary>
    /// How the events of the Task Parallel Library are received: <c>direct</c>, past the dispatch to listeners; or <c>listener</c>, and why not directly where the option <c>Capture</c> does not ask for it.
    /// Empty before anything was captured.
    /// </summary>
    public string EventsBy { get; init; } = "";

    /// <summary>
    /// How it is told who waits for whom, while the option <c>ExactEdges</c> is on or a recording asks for exact edges: <c>tasks</c>, exactly; <c>tasks</c> and for what not on this runtime; or
    /// <c>events</c> and why. Empty otherwise: by events.
    /// </summary>
    public string EdgesBy { get; init; } = "";

    /// <summary>Events whose method was not looked for, because there were too many new ones in one second; their operations may have an ambiguous name.</summary>
    public long NamesSkipped { get; init; }

    /// <summary>Events stitched.</summary>
    public long Events { get; init; }

    /// <summary>Events dropped because the buffers were full. A larger <c>MaximumBufferBytes</c> helps against bursts.</summary>
    public long LostEvents { get; init; }

    /// <summary>Async operations that have ended.</summary>
    public long OperationsEnded { get; init; }

    /// <summary>Async operations that have begun and not ended.</summary>
    public long OperationsActive { get; init; }

    /// <summary>Operations given up before they ended, because there were too many.</summary>
    public long GivenUp { get; init; }

    /// <summary>The share of awaits of which no event says what was awaited, 0 to 1.</summary>
    public double UnknownAwaitShare { get; init; }

    /// <summary>Steps of operations that the engine's table does not allow: lost events, or a shape not known.</summary>
    public long IllegalTransitions { get; init; }

    /// <summary>
    /// Roots of recorded traces: requests that have stopped, and operations that outlived theirs. Each is exported, elided or refused, at the latest two
    /// seconds later.
    /// </summary>
    public long Roots { get; init; }

    /// <summary>Roots of which spans were made.</summary>
    public long ExportedRoots { get; init; }

    /// <summary>Roots in which nothing was worth a span: they neither suspended nor blocked, or only in the frameworks or for too short a time.</summary>
    public long ElidedRoots { get; init; }

    /// <summary>Roots left out whole because the SDK did not take so many spans, or because the app's sampler took none of them.</summary>
    public long RefusedRoots { get; init; }

    /// <summary>The share of recorded traces that have all their spans, 0 to 1: of <see cref="Roots"/> what was not refused, and of <see cref="OutsideRequests"/> none. 1 before the first.</summary>
    public double CompleteTraceShare => Roots + OutsideRequests == 0 ? 1 : (double)(Roots - RefusedRoots) / (Roots + OutsideRequests);

    /// <summary>Spans, of the app's as well, that the queues of the OpenTelemetry SDK had no room for; told from version 1.18 on.</summary>
    public long DroppedSpans { get; init; }

    /// <summary>Roots that are operations which outlived their request; each has a trace of its own.</summary>
    public long DetachedRoots { get; init; }

    /// <summary>Spans made.</summary>
    public long Spans { get; init; }

    /// <summary>Operations without a span of their own, because they were too short or too many.</summary>
    public long ElidedOperations { get; init; }

    /// <summary>Spans that had to be moved by more than a millisecond to lie inside their request's: the clock was set.</summary>
    public long ClampedSpans { get; init; }

    /// <summary>Failures of the profiler's own; they never reach the app, and anything but 0 is a bug.</summary>
    public long Faults { get; init; }

    /// <summary>How long the profiler's own thread has worked.</summary>
    public TimeSpan WorkTime { get; init; }

    /// <summary>How often the capture paused to stay within <c>OverheadBudget</c>.</summary>
    public long Pauses { get; init; }

    /// <summary>Of those, the times when it did so early because events came faster than they could be read: they would have been lost.</summary>
    public long ShedPauses { get; init; }

    /// <summary>The share of the time since the profiler was last started in which it captured, 0 to 1.</summary>
    public double ObservedShare { get; init; } = 1;

    /// <summary>Requests that a pause cut.</summary>
    public long CutRequests { get; init; }

    /// <summary>Recorded requests that were not captured as a whole because of pauses: they say <c>asyncprof.detail=outside</c>.</summary>
    public long OutsideRequests { get; init; }

    /// <summary>
    /// The share of the available CPU that the profiler used over some ten seconds, by its own estimate: events by what one costs, and its own thread. 0 where <c>OverheadBudget</c> is 1.
    /// </summary>
    public double OverheadShare { get; init; }

    /// <summary>Profiles that a store has taken, by the option <c>Push</c>; one that had to be split counts once for each part.</summary>
    public long PushedProfiles { get; init; }

    /// <summary>Attempts to push a profile that failed, and were to be made again: the store is away or busy.</summary>
    public long PushRetries { get; init; }

    /// <summary>Profiles that the store refused for good. Its reason is in the log.</summary>
    public long RefusedPushes { get; init; }

    /// <summary>Profiles that were not pushed because the store was away for too long, or took fewer than there were, or the app stopped.</summary>
    public long DroppedPushes { get; init; }

    /// <summary>Profiles, deep windows among them, that were written to the directory in which they are kept.</summary>
    public long WrittenProfiles { get; init; }

    /// <summary>Profiles that could not be written there: the disk is full or too slow, or the directory is gone. The log says why.</summary>
    public long UnwrittenProfiles { get; init; }

    /// <summary>Deep windows: a condition of the option <c>Triggers</c> held, and everything was recorded for a while.</summary>
    public long DeepWindows { get; init; }

    /// <summary>Times when a condition held and no deep window was opened, because the last one had ended only just before: each request that met it, and each second of one of the process.</summary>
    public long CooledTriggers { get; init; }

    /// <summary>The same because the hour had all the windows that it may have.</summary>
    public long LimitedTriggers { get; init; }

    /// <summary>Deep windows that could not be written; they are among <see cref="UnwrittenProfiles"/> as well.</summary>
    public long UnwrittenWindows { get; init; }

    /// <summary>Instruments that the option <c>Triggers.Meters</c> names and that are not watched, because 64 were watched already when they were made.</summary>
    public long UnwatchedInstruments { get; init; }

    /// <summary>Operations and tasks that the engine keeps now.</summary>
    internal long Kept { get; init; }

    /// <summary>Awaits seen, of which for <see cref="UnknownAwaits"/> no event says what was awaited.</summary>
    internal long Awaits { get; init; }

    /// <inheritdoc cref="Awaits"/>
    internal long UnknownAwaits { get; init; }

    /// <summary>What the engine counts now, added to what it had counted before it was last stopped. What holds only for now is taken from now.</summary>
    internal ProfilerStatus AddTo(ProfilerStatus past)
    {
        (long awaits, long unknown) = (past.Awaits + Awaits, past.UnknownAwaits + UnknownAwaits);
        return this with
        {
            Events = past.Events + Events,
            LostEvents = past.LostEvents + LostEvents,
            OperationsEnded = past.OperationsEnded + OperationsEnded,
            GivenUp = past.GivenUp + GivenUp,
            Awaits = awaits,
            UnknownAwaits = unknown,
            UnknownAwaitShare = awaits == 0 ? 0 : (double)unknown / awaits,
            IllegalTransitions = past.IllegalTransitions + IllegalTransitions,
            Pauses = past.Pauses + Pauses,
            ShedPauses = past.ShedPauses + ShedPauses,
            CutRequests = past.CutRequests + CutRequests,
            Faults = past.Faults + Faults,
            WorkTime = past.WorkTime + WorkTime,
        };
    }
}

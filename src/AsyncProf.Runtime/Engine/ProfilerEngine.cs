using System.Collections.Concurrent;
using System.Diagnostics;
using AsyncProf.Building;
using AsyncProf.Capture;
using AsyncProf.Events;
using AsyncProf.Events.Batches;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Durations;
using AsyncProf.Stitching;
using AsyncProf.Stitching.Records;
using AsyncProf.Stitching.Roots;
using AsyncProf.Symbols;
using AsyncProf.Symbols.Awaits;
using AsyncProf.Symbols.Metadata;
using AsyncProf.Transport;

namespace AsyncProf.Engine;

/// <summary>
/// The engine of this process: capture, stitcher and attribution, on a thread of its own. One for the hosted service and all scopes;
/// it runs while anybody holds it.
/// </summary>
internal sealed class ProfilerEngine
{
    /// <summary>How long it sleeps between cycles while nobody waits for anything, and while much is to be told.</summary>
    private static readonly long LongPause = Stopwatch.Frequency / 10, ShortPause = Stopwatch.Frequency / 50;

    private static readonly long Slack = Stopwatch.Frequency / 100; // 10 ms: a thread may be interrupted while it writes
    private static readonly long ShortestPause = Stopwatch.Frequency / 200;
    private static readonly long StatusInterval = Stopwatch.Frequency / 10;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly Lock InstanceLock = new();
    private static ProfilerEngine? s_instance;
    private static Thread? s_previous;
    private static int s_holders;
    private static ProfilerStatus s_past = new();
    private static ProfilerStatus s_status = new();

    private readonly CaptureHub _hub = CaptureHub.Instance;
    private readonly MetadataIndex _index = new();
    private readonly ModuleCodes _codes = new();
    private readonly CodeAwaits _code;
    private readonly AsyncEngine _engine;
    private readonly RequestDurations _durations = new();
    private readonly EventMerger _merger;
    private readonly LoadedModules _modules;
    private readonly PoolProbe _probe = new();
    private readonly LossWatch _losses = new();
    private readonly ConcurrentQueue<(long Until, Action Action)> _requests = new();
    private readonly CyclePause _pause = new();
    private readonly UseLedger _uses = new();
    private readonly UseTeller _told;
    private readonly IDisposable _capture;
    private readonly Thread _thread;
    private readonly Thread? _previous;
    private volatile bool _stopping;
    private long _stopAt = long.MaxValue;
    private long _faults;
    private long _workTicks;
    private long _cutRequests;
    private long _cutOperations;
    private long _lastStatus;
    private long _lastCycle;
    private long _lastSnapshot = Stopwatch.GetTimestamp();

    private ProfilerEngine(Thread? previous)
    {
        _previous = previous;
        _told = new UseTeller(_hub, (use, begins) => _uses.Tell(use, begins));
        Methods = new MethodTable(_hub.Names, _index);
        _code = new CodeAwaits(_codes, _hub.Places, _index, _hub.Passed);
        Awaits = new AwaitTable(_hub.Names, Methods, _code);
        _engine = new AsyncEngine(_hub.Names, Methods, Trees, StitcherLimits.OfClock(Stopwatch.Frequency), awaits: Awaits);
        Trees.Add(_durations);
        Windows = new CaptureWindows(_hub);
        _merger = new EventMerger(_hub, Stitched);
        _modules = new LoadedModules(_hub, _index, _codes);
        _hub.Pool.Filling = _pause.End;
        _capture = _hub.Start(mayMeasure: true);
        _thread = new Thread(Run) { IsBackground = true, Name = "AsyncProf" };
        _thread.UnsafeStart();
    }

    public MethodTable Methods { get; }

    /// <summary>The awaits of those methods. On the engine's thread only.</summary>
    public AwaitTable Awaits { get; }

    public TreeSinks Trees { get; } = new();

    /// <summary>When it captures.</summary>
    public CaptureWindows Windows { get; }

    private Stitcher Stitched => _engine.Stitcher; // another one after each pause

    /// <summary>Failures of the engine's own thread. They never reach the app; anything but 0 is a bug of ours.</summary>
    public long Faults => _faults + Trees.Faults + _merger.Faults;

    /// <summary>What the engines of this process have done so far, at most a fifth of a second old; nothing of spans.</summary>
    public static ProfilerStatus Status => Volatile.Read(ref s_status);

    /// <summary>The engine, started if it does not run. Give it up with <see cref="Release"/>; <see cref="EngineLease"/> does both.</summary>
    public static ProfilerEngine Acquire()
    {
        lock (InstanceLock)
        {
            s_holders++;
            return s_instance ??= new ProfilerEngine(s_previous);
        }
    }

    /// <summary>Gives up the engine; the last one to do so stops it, and the app runs at full speed again.</summary>
    public static void Release()
    {
        ProfilerEngine? engine = null;
        lock (InstanceLock)
        {
            if (--s_holders == 0)
            {
                (engine, s_instance) = (s_instance, null);
                Volatile.Write(ref engine!._stopAt, Stopwatch.GetTimestamp());
                s_previous = engine._thread;
            }
        }

        engine?.Stop();
    }

    /// <summary>Runs an action on the engine's thread once everything up to now has been stitched.</summary>
    public void AfterNow(Action action)
    {
        _requests.Enqueue((Stopwatch.GetTimestamp(), action));
        _pause.Shorten();
    }

    /// <summary>The same, waiting until it has been done, for two seconds at most; after that it is still done, late.</summary>
    public void AfterNowAndWait(Action action)
    {
        var done = new ManualResetEventSlim(); // not disposed: the engine may be late
        AfterNow(() =>
        {
            try
            {
                action();
            }
            finally
            {
                done.Set();
            }
        });
        done.Wait(Patience);
    }

    /// <summary>Windows that see all roots, those that began before included. On the engine's thread only.</summary>
    public ChargeWindows Looks => _engine.Windows;

    /// <summary>One of them is over. On the engine's thread only, after a snapshot.</summary>
    public void CloseLook(int id) => _engine.CloseWindow(id);

    /// <summary>The counters now. On the engine's thread only.</summary>
    /// <param name="use">What the process had used up to where events were read; null for what it has used by now.</param>
    public EngineCounts Counts(ProcessUse? use = null)
    {
        long now = Stopwatch.GetTimestamp();
        _told.Tell();
        return new EngineCounts(
            now, _merger.Lost, _hub.Exact.Skipped, Stitched.Counts.Copy(), Stitched.Transitions.IllegalCount, _engine.Attributor.Unbalanced, _engine.Attributor.InferredNames, _probe.Delays(now))
        {
            Used = use is { } then ? _uses.At(then) : _uses.Sum,
            Paused = Windows.Paused(now),
            Pauses = Windows.Pauses,
            Shed = Windows.Shed,
            CutByPauses = _cutRequests,
        };
    }

    /// <summary>Sends everything that is captured from now on to a source as well; with null, no more.</summary>
    public BatchSender? Send(BatchSource? source, Func<SessionWishes> wishes)
    {
        BatchSender? sender = source is null ? null : new BatchSender(_hub, Methods, _modules, _code, source, "hosted", wishes);
        AfterNow(() => _merger.Sender = sender);
        return sender;
    }

    /// <inheritdoc cref="EventMerger.RecordWaits"/>
    /// <remarks>On the engine's thread only. Meanwhile the engine lags by as much as waits come later than events, <see cref="Waits.WaitFeed.LongestLag"/> at most.</remarks>
    public IDisposable RecordWaits()
    {
        IDisposable recording = _merger.RecordWaits();
        AfterNow(_merger.BeginWaits);
        return recording;
    }

    /// <summary>How long the thread pool took of late to run a work item, in nanoseconds. On the engine's thread only.</summary>
    public long PoolDelay(long now) => _probe.Latest(now);

    /// <summary>How many operations are kept now. On the engine's thread only.</summary>
    public int OperationsKept() => Stitched.Store.Operations.Count;

    /// <summary>Charges the roots that are open up to where all events are known, also where none has come since long. On the engine's thread only.</summary>
    public void Snapshot(long upTo = long.MaxValue) => Stitched.Snapshot(_losses.IsPending ? Stitched.Now : Math.Min(upTo, _merger.MergedTo));

    /// <summary>Charges the roots that are open, and returns the counters then, at the moment up to which they are charged. On the engine's thread only.</summary>
    public EngineCounts CountsOfAll()
    {
        Snapshot();
        return Counts() with { Timestamp = _merger.MergedTo };
    }

    /// <summary>What a recording between two moments covers.</summary>
    /// <param name="from">The counters when it began.</param>
    /// <param name="to">Those when it ended.</param>
    /// <param name="wanted">What it was to measure of threads.</param>
    /// <param name="hasWaits">Whether waits of threads were told all the time.</param>
    public static RecordingInfo Describe(in EngineCounts from, in EngineCounts to, MeasuredUse wanted, bool hasWaits = false)
    {
        TickClock clock = TickClock.Stopwatch;
        DurationHistogram delays = to.PoolDelays.Since(from.PoolDelays);
        RecordingInfo counted = RecordingCounts.Between(from.Stitched, to.Stitched, clock);
        return UseLedger.Describe(counted, from.Used, to.Used, from.Stitched, to.Stitched, wanted) with
        {
            DurationNs = clock.ToNs(to.Timestamp - from.Timestamp),
            HandleWaits = hasWaits ? counted.HandleWaits : null,
            StartUtc = DateTime.UtcNow - Stopwatch.GetElapsedTime(from.Timestamp),
            ObservedShare = Observed(to.Timestamp - from.Timestamp, to.Paused - from.Paused),
            Pauses = to.Pauses - from.Pauses,
            Shed = to.Shed - from.Shed,
            CutByPauses = to.CutByPauses - from.CutByPauses,
            Process = ThisProcess.Name,
            Pid = Environment.ProcessId,
            RuntimeVersion = Environment.Version.ToString(),
            Os = ThisProcess.Os,
            Arch = ThisProcess.Arch,
            Cpus = Environment.ProcessorCount,
            GcServer = System.Runtime.GCSettings.IsServerGC,
            Source = "hosted",
            NamesBy = CaptureHub.Instance.Exact.How,
            EventsBy = CaptureHub.Instance.Intake.How,
            NamesSkipped = to.NamesSkipped - from.NamesSkipped,
            LostEvents = to.Lost - from.Lost,
            IllegalTransitions = to.IllegalTransitions - from.IllegalTransitions,
            InferredNames = to.InferredNames - from.InferredNames,
            Unbalanced = to.Unbalanced - from.Unbalanced,
            PoolDelay = new PoolDelay(delays.Count, delays.Percentile(0.5), delays.Percentile(0.99), delays.Max),
        };
    }

    private static double Observed(long ticks, long paused) => ticks <= 0 ? 1 : Math.Clamp(1 - ((double)paused / ticks), 0, 1);

    private void Run()
    {
        CaptureHub.ExcludeThisThread();
        _previous?.Join(); // only one may read the buffers, and what came before the stop is that one's
        _merger.Begin();
        while (!_stopping)
        {
            long now = Stopwatch.GetTimestamp();
            _probe.Poll(now);
            long until = Math.Min(now - Slack, Volatile.Read(ref _stopAt)); // what comes after the stop is the next engine's
            Cycle(Math.Max(_merger.MergedTo, Math.Min(until, _merger.Waits.Complete(now)))); // never back, also when waits are told from now on
            Trees.Poll(now);
            Guard(() => Windows.Poll(now, Stitched.Counts.Events + _merger.Lost, _durations.Most));
            long end = _lastCycle = Stopwatch.GetTimestamp();
            _workTicks += end - now;
            UseTeller.Rest();
            if (end - _lastStatus > StatusInterval)
                Publish(end);
            _pause.Sleep(end + (Trees.AreBusy ? ShortPause : LongPause), NextRequest);
        }

        Guard(() =>
        {
            _modules.Update();
            CutUpTo(_stopAt);
            Merge(_stopAt, isNeeded: true);
            Stitched.Finish(_stopAt);
        });
        Publish(_stopAt);
        s_past = s_status with { OperationsActive = 0, Kept = 0, EdgesBy = "" };
        Volatile.Write(ref s_status, s_past);
        Guard(_merger.Detach);
        _hub.Pool.Trim();
        while (_requests.TryDequeue(out (long Until, Action Action) request))
            Guard(request.Action);
    }

    /// <summary>When the first of those who wait can be told what they wait for.</summary>
    private long NextRequest() => _requests.TryPeek(out (long Until, Action Action) request)
        ? Math.Max(request.Until + Slack, _lastCycle + ShortestPause) // what is asked for may not be there yet: waits of threads come late
        : long.MaxValue;

    private void Publish(long now)
    {
        _lastStatus = now;
        StitcherCounts c = Stitched.Counts;
        var current = new ProfilerStatus
        {
            NamesBy = _hub.Exact.How,
            EventsBy = _hub.Intake.How,
            NamesSkipped = _hub.Exact.Skipped,
            EdgesBy = _hub.Edges.How,
            Events = c.Events,
            LostEvents = _merger.Lost,
            OperationsEnded = c.Ended,
            OperationsActive = Math.Max(0, c.Begun - c.Ended - _cutOperations),
            Kept = Stitched.Store.Operations.Count,
            Awaits = c.Awaits,
            UnknownAwaits = c.UnknownAwaits,
            GivenUp = c.GivenUp,
            IllegalTransitions = Stitched.Transitions.IllegalCount,
            Faults = Faults + _hub.Faults,
            Pauses = Windows.Pauses,
            ShedPauses = Windows.Shed,
            CutRequests = _cutRequests,
            ObservedShare = Windows.ObservedShare(now),
            OverheadShare = Windows.UsedShare,
            WorkTime = Stopwatch.GetElapsedTime(0, _workTicks),
        };
        Volatile.Write(ref s_status, current.AddTo(s_past));
    }

    private void Cycle(long watermark) => Guard(() =>
    {
        _told.Tell();
        _merger.Sender?.ReadUse();
        _hub.Edges.Tend(watermark);
        _modules.Update();
        while (_requests.TryPeek(out (long Until, Action Action) request) && request.Until <= watermark)
        {
            CutUpTo(request.Until);

            // Exactly what had happened when it was asked for, and no more.
            Merge(request.Until, isNeeded: true);
            _requests.TryDequeue(out _);
            Guard(request.Action);
        }

        CutUpTo(watermark);
        Merge(watermark);
        if (_losses.IsDue(_merger.Lost, watermark, Windows.IsHeld))
            BeginAnew(_merger.MergedTo, _losses.Since);
        if (watermark - _lastSnapshot > _engine.Limits.SnapshotTicks && !_losses.IsPending)
        {
            _lastSnapshot = watermark;
            Stitched.Snapshot(_merger.MergedTo);
        }
    });

    /// <summary>Stitches up to a moment what belongs to a window.</summary>
    private void Merge(long watermark, bool isNeeded = false)
    {
        _merger.From = Windows.From;
        _merger.Merge(watermark, isNeeded);
    }

    /// <summary>Brings in what belongs to a window that has closed, and ends what is open in it.</summary>
    private void CutUpTo(long watermark)
    {
        long last = Windows.CutAt;
        if (last > watermark)
            return;
        Merge(last, isNeeded: true);
        BeginAnew(Windows.Cut(), _losses.Since);
    }

    /// <summary>Ends what is open; of what showed no sign since a moment, then.</summary>
    private void BeginAnew(long closed, long doubtfulSince)
    {
        _losses.Clear();
        foreach (long started in Stitched.OpenSince())
            _durations.Add(Math.Max(0, closed - started));
        _cutRequests += _engine.Cut(closed, doubtfulSince);
        _cutOperations = Stitched.Counts.Begun - Stitched.Counts.Ended;
        _merger.Renew(Stitched);
        Trees.OnCut();
    }

    private void Guard(Action action)
    {
        try
        {
            action();
        }
        catch (Exception)
        {
            _faults++; // a bug of the profiler's must not reach the app
        }
    }

    private void Stop()
    {
        _capture.Dispose();
        _stopping = true;
        _pause.End();
        _thread.Join(TimeSpan.FromSeconds(5));
        _modules.Dispose();
        _codes.Dispose();
    }
}

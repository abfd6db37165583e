using AsyncProf.Building;
using AsyncProf.Capture;
using AsyncProf.Engine;
using AsyncProf.Events;
using AsyncProf.KeptProfiles;
using AsyncProf.Metrics;
using AsyncProf.Overhead;
using AsyncProf.Pushing;
using AsyncProf.Routes;
using AsyncProf.SlowRequests;
using AsyncProf.Spans;
using AsyncProf.Symbols;
using AsyncProf.Symbols.Awaits;
using AsyncProf.Triggers;

namespace AsyncProf.Hosting;

/// <summary>
/// The profiler of this process as an app uses it: the engine with its features, for the hosted service and every tracer provider together. The hosted
/// service's options win.
/// </summary>
internal sealed class AppProfiler
{
    private readonly Lock _lock = new();
    private readonly List<ProfilerClient> _clients = [];
    private readonly List<ProfilerClient> _suspended = []; // those of tracer providers while the hosted service is switched off
    private readonly SpanCounts _spanCounts = new();
    private readonly Feature<SpanSettings, SpanEmitter> _spans = new();
    private readonly Feature<SlowRequestSettings, SlowRequestRecorder> _slowRequests = new();
    private readonly Feature<KeptProfilesSettings, IntervalProfiles> _keptProfiles = new();
    private readonly Feature<PushSettings, IntervalProfiles> _pushes = new();
    private readonly Feature<TriggersSettings, WindowTrigger> _triggers = new();
    private readonly PushCounts _pushCounts = new();
    private readonly KeptCounts _keptCounts = new();
    private readonly TriggerCounts _triggerCounts = new();
    private readonly WindowHistory _windows = new();
    private readonly OpenWindow _window = new();
    private readonly IFeature[] _features;
    private ProfilerMeter? _meter;
    private IDisposable? _edges;
    private readonly MeasureWish _measuring = new(CaptureHub.Instance);
    private string? _whyOff; // of the hosted service

    private AppProfiler() => _features = [_spans, _slowRequests, _keptProfiles, _pushes, _triggers];

    public static AppProfiler Instance { get; } = new();

    /// <summary>How the profiler is doing.</summary>
    public ProfilerStatus Status => _triggerCounts.AddTo(_keptCounts.AddTo(_pushCounts.AddTo(_spanCounts.AddTo(ProfilerEngine.Status)))) with { IsCapturing = CaptureHub.Instance.IsOn, OutsideRequests = CaptureHub.Instance.Outside.Value, Unsupported = RuntimeSupport.Missing, WhyOff = Volatile.Read(ref _whyOff) };

    /// <summary>The slow requests that are kept, the newest first; the last ones stay when nothing is profiled any more.</summary>
    public IReadOnlyList<SlowRequest> SlowRequests => _slowRequests.Sink?.Kept ?? [];

    /// <summary>Slow requests and profiles that could not be written, and why the last one could not.</summary>
    public (long Count, string Why) Unwritten
    {
        get
        {
            SlowRequestRecorder? slow = _slowRequests.Sink;
            return ((slow?.Unwritten ?? 0) + _keptCounts.Unwritten, _keptCounts.Unwritten > 0 ? _keptCounts.Why : slow?.WhyUnwritten ?? "");
        }
    }

    /// <summary>The windows that have ended since this was last asked.</summary>
    public IReadOnlyList<WindowNote> TakeWindowNotes() => _triggerCounts.TakeNotes();

    /// <summary>What was wrong with a push last, as a sentence; empty for nothing.</summary>
    public string WhyNotPushed => _pushCounts.Why;

    /// <summary>Profiles the app until the client is disposed.</summary>
    /// <param name="options">What is wanted.</param>
    /// <param name="isHost">Whether the hosted service asks.</param>
    public ProfilerClient Open(AsyncProfOptions options, bool isHost)
    {
        var client = new ProfilerClient(options, isHost, Close);
        lock (_lock)
        {
            if (!isHost && _whyOff is not null)
                _suspended.Add(client);
            else
                Begin(client);
        }

        return client;
    }

    /// <summary>Gives a client other options. Only the hosted service's may change.</summary>
    public void Change(ProfilerClient client, AsyncProfOptions options)
    {
        lock (_lock)
        {
            client.Options = options;
            if (client.Lease is { } lease)
                Apply(options, lease.Engine);
        }
    }

    /// <summary>The hosted service was switched off, so nothing is captured for anybody, or on again: its options win.</summary>
    /// <param name="why">Why it is off, as a sentence; null for on.</param>
    public void SetHostOff(string? why)
    {
        lock (_lock)
        {
            (bool isOff, bool wasOff) = (why is not null, _whyOff is not null);
            _whyOff = why;
            if (isOff == wasOff)
                return;
            ProfilerClient[] others = isOff ? [.. _clients.Where(client => !client.IsHost)] : [.. _suspended];
            _suspended.Clear();
            foreach (ProfilerClient other in others)
            {
                if (isOff)
                {
                    End(other);
                    _suspended.Add(other);
                }
                else
                {
                    Begin(other);
                }
            }
        }
    }

    private void Close(ProfilerClient client)
    {
        lock (_lock)
        {
            if (!_suspended.Remove(client) && client.Lease is not null)
                End(client);
        }
    }

    private void Begin(ProfilerClient client)
    {
        if (_clients.Count == 0 || client.IsHost)
            CaptureHub.Instance.Mode = client.Options.Capture; // before the capture begins
        client.Lease = new EngineLease();
        _meter ??= new ProfilerMeter(() => Status);
        if (_clients.Count == 0)
            client.Lease.Engine.Trees.Add(_meter);
        _clients.Add(client);
        if (_clients.Count == 1 || (client.IsHost && _clients.Count(other => other.IsHost) == 1))
            Apply(client.Options, client.Lease.Engine);
    }

    private void End(ProfilerClient client)
    {
        ProfilerEngine engine = client.Lease!.Engine;
        _clients.Remove(client);
        if (_clients.Count > 0)
        {
            engine.AfterNowAndWait(_spans.Flush); // what has happened so far still becomes spans, and leaves
        }
        else
        {
            foreach (IFeature feature in _features)
                feature.Stop(engine);
            engine.Trees.Remove(_meter!);
            engine.Windows.SetBudget(1); // for whoever holds the engine still
            RequestSpans.AreNamed = false;
            SetEdges(false);
            _measuring.Dispose();
            CaptureHub.Instance.Uses.Always = MeasuredUse.None;
        }

        client.Lease.Dispose();
        client.Lease = null;
    }

    private void Apply(AsyncProfOptions options, ProfilerEngine engine)
    {
        CaptureHub hub = CaptureHub.Instance;
        (NameTable names, MethodTable methods, AwaitTable awaits, TickClock clock) = (hub.Names, engine.Methods, engine.Awaits, TickClock.Stopwatch);
        hub.Mode = options.Capture;
        hub.Pool.SetMaximum(options.MaximumBufferBytes);
        engine.Windows.SetBudget(options.OverheadBudget);
        RequestSpans.AreNamed = options.Spans.NameRequests;
        SetEdges(options.ExactEdges);
        _measuring.Set(hub.Uses.Always = options.Measured);
        _spans.Set(engine, options.Spans.ToSettings(), _ => new SpanEmitter(names, methods, options.Spans, _spanCounts, TimeProvider.System, hub, awaits));
        _slowRequests.Set(
            engine,
            options.SlowRequest.ToSettings(),
            settings => new SlowRequestRecorder(names, methods, clock, TimeProvider.System, settings.Capacity, settings.Threshold, file: settings.OpenFile(), awaits: awaits, window: _window));
        _keptProfiles.Set(
            engine,
            options.Profiles.ToSettings(options.Triggers.Keep),
            settings =>
            {
                var writer = new ProfileWriter(new KeptProfileFiles(settings.Directory, settings.Caps), _keptCounts);
                return new IntervalProfiles(settings.Interval, () => new ProfileBuilder(names, methods, clock, awaits: awaits), engine.CountsOfAll, writer.Add, writer);
            });
        _triggers.Set(engine, options.Triggers.ToSettings(options.Profiles), settings => StartTriggers(settings, engine));
        _pushes.Set(
            engine,
            options.Push.ToSettings(),
            settings =>
            {
                var thread = PushThread.Start(settings, _pushCounts);
                return new IntervalProfiles(settings.Interval, () => new ProfileBuilder(names, methods, clock, awaits: awaits) { KeepsTrees = false, LinksSpans = true }, engine.CountsOfAll, thread.Add, thread);
            });
    }

    private WindowTrigger StartTriggers(TriggersSettings settings, ProfilerEngine engine)
    {
        CaptureHub hub = CaptureHub.Instance;
        var watches = new List<IProcessWatch>();
        if (settings.Cpu is { } share)
            watches.Add(new CpuWatch(share, static () => Environment.CpuUsage.TotalTime, AvailableCpu.Cores));
        if (settings.PoolDelay is { } limit)
            watches.Add(new PoolWatch(limit, engine.PoolDelay));
        if (settings.Meters.All.Count > 0)
            watches.Add(new MeterWatch(settings.Meters, _triggerCounts));
        var writer = new WindowWriter(new KeptProfileFiles(settings.Directory, settings.Caps), _keptCounts, _triggerCounts);
        var tools = new WindowTools(
            () => new ProfileBuilder(hub.Names, engine.Methods, TickClock.Stopwatch, awaits: engine.Awaits), engine.CountsOfAll, () => new DeepCapture(engine, hub), writer.Add);
        return new WindowTrigger(
            settings, hub.Names, new RequestWatch(settings.SlowRequest, settings.FailedRequest, TickClock.Stopwatch), watches, _windows, _window, _triggerCounts, tools, writer);
    }

    private void SetEdges(bool areExact)
    {
        if (areExact)
        {
            _edges ??= CaptureHub.Instance.Edges.Start();
            return;
        }

        _edges?.Dispose();
        _edges = null;
    }
}

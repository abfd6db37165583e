using System.Diagnostics;
using AsyncProf.Attribution;
using AsyncProf.Building;
using AsyncProf.Engine;
using AsyncProf.Events;
using AsyncProf.KeptProfiles;
using AsyncProf.Profiles.Durations;
using AsyncProf.Stitching.Records;
using AsyncProf.Stitching.Roots;
using AsyncProf.Symbols;
using AsyncProf.Symbols.Metadata;
using AsyncProf.Triggers;

namespace AsyncProf.Runtime.Tests.Triggers;

/// <summary>Triggers whose engine is polled by hand, ten times a second, with requests that end when they are told to.</summary>
internal sealed class TriggerHarness
{
    public static readonly TriggersSettings Usual = new(
        SlowRequest: TimeSpan.FromMilliseconds(500), FailedRequest: false, Cpu: null, PoolDelay: null, Meters: new MeterThresholds([]), Cooldown: TimeSpan.FromMinutes(5), MaximumPerHour: 6, Requests: 20,
        MaximumDuration: TimeSpan.FromMinutes(1), Directory: "", Caps: new RingCaps(60, 20, long.MaxValue, null, 0));

    private static readonly long Tenth = Stopwatch.Frequency / 10;

    private readonly NameTable _names = new();
    private readonly MethodTable _methods;
    private readonly WindowHistory _history = new();
    private readonly RootTree _tree = new();
    private readonly IProcessWatch[] _watches;
    private WindowTrigger _trigger;
    private long _now = 1_000 * Stopwatch.Frequency;

    public TriggerHarness(TriggersSettings settings, params IProcessWatch[] watches)
    {
        _methods = new MethodTable(_names, new MetadataIndex());
        _watches = watches;
        _trigger = Create(settings);
    }

    public TriggerCounts Counts { get; } = new();

    public OpenWindow Open { get; } = new();

    public List<WindowEnd> Kept { get; } = [];

    /// <summary>How many hold all that there is.</summary>
    public int Deep { get; private set; }

    /// <summary>What opening a window throws; null for nothing.</summary>
    public Exception? Failure { get; set; }

    public ProfilerStatus Status => Counts.AddTo(new ProfilerStatus());

    /// <summary>The engine goes on for some time, and after each tenth of a second something happens.</summary>
    public void Pass(TimeSpan time, Action? each = null)
    {
        for (long end = _now + (long)(time.TotalSeconds * Stopwatch.Frequency); _now < end;)
        {
            _now += Tenth;
            each?.Invoke();
            _trigger.Poll(_now);
        }
    }

    /// <summary>A request ends.</summary>
    public void Request(string route, double milliseconds, bool failed = false, long trace = 0, RootKind kind = RootKind.Request, bool lasting = false)
    {
        var entry = new Entry { Name = _names.Intern(route), Flags = EntryFlags.Request | (failed ? EntryFlags.Error : 0) | (lasting ? EntryFlags.Lasting : 0), Context = new EntryContext { TraceHigh = trace, TraceLow = trace, Span = trace } };
        _tree.Reset(new Charge(kind, 0, _now - (long)(milliseconds / 1000 * Stopwatch.Frequency), _now, 0), entry, 0);
        _trigger.OnTree(_tree);
    }

    public void Flush() => _trigger.Flush();

    /// <summary>As when options change: the old one ends, and a new one begins.</summary>
    public void Change(TriggersSettings settings)
    {
        _trigger.Flush();
        _trigger.Dispose();
        _trigger = Create(settings);
    }

    private WindowTrigger Create(TriggersSettings settings)
    {
        var tools = new WindowTools(
            () => new ProfileBuilder(_names, _methods, TickClock.Stopwatch),
            () => new EngineCounts(_now, 0, 0, new StitcherCounts(), 0, 0, 0, new DurationHistogram()),
            () =>
            {
                if (Failure is { } failure)
                    throw failure;
                Deep++;
                return new Holding(this);
            },
            Kept.Add);
        return new WindowTrigger(settings, _names, new RequestWatch(settings.SlowRequest, settings.FailedRequest, TickClock.Stopwatch), _watches, _history, Open, Counts, tools);
    }

    private sealed class Holding(TriggerHarness harness) : IDisposable
    {
        public void Dispose() => harness.Deep--;
    }
}

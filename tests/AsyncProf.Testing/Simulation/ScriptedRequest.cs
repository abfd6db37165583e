using System.Diagnostics;
using AsyncProf.Attribution;
using AsyncProf.Building;
using AsyncProf.Engine;
using AsyncProf.Events;
using AsyncProf.Stitching.Records;
using AsyncProf.Symbols;
using AsyncProf.Symbols.Metadata;

namespace AsyncProf.Testing.Simulation;

/// <summary>Simulated requests whose virtual clock ticks as the stopwatch does, and starts at <see cref="BaseUtc"/>.</summary>
internal sealed class ScriptedRequest
{
    public static readonly long Ms = Stopwatch.Frequency / 1000;
    public static readonly DateTime BaseUtc = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    private readonly NameTable _names = new();
    private readonly Simulator _simulator;
    private readonly Dictionary<long, long> _started = [];

    public ScriptedRequest()
    {
        _simulator = new Simulator(_names);
        Methods = new MethodTable(_names, new MetadataIndex());
        Frames = new FrameTable(_names, Methods);
    }

    public NameTable Names => _names;

    public MethodTable Methods { get; }

    public FrameTable Frames { get; }

    /// <summary>What else is known of its requests.</summary>
    public EntryFlags Flags { get; init; }

    /// <summary>The span of who calls; 0 for nobody.</summary>
    public long Parent { get; init; }

    /// <summary>Whether the ids of requests are told.</summary>
    public bool HasIds { get; init; } = true;

    /// <summary>How far the wall clock is behind <see cref="BaseUtc"/> by what requests say.</summary>
    public TimeSpan Behind { get; init; }

    /// <summary>Plays a server's loop and hands its roots over.</summary>
    /// <param name="steps">The loop.</param>
    /// <param name="sink">Who takes the roots.</param>
    /// <param name="recorded">Whether the requests' traces are recorded to the end: they all start so, and a filter takes them back.</param>
    public void Play(Func<Simulator, IEnumerable<Step>> steps, ITreeSink sink, bool recorded = true)
    {
        var stitcher = new AsyncEngine(_names, Methods, sink, new StitcherLimits { GraceTicks = 5 * Ms }).Stitcher;
        long last = 0;
        foreach (LoggedEvent logged in _simulator.Play(_simulator.Method("Loop", steps(_simulator))))
        {
            foreach (AsyncEvent e in WithContext(logged.Event, recorded))
                stitcher.Process(stitcher.Thread(logged.Thread), e);
            last = logged.Event.Timestamp;
        }

        stitcher.Finish(last + (100 * Ms));
    }

    /// <summary>A request that awaits methods one after the other, 10 ms each.</summary>
    public static IEnumerable<Step> Sequence(Simulator s, params string[] methods)
    {
        yield return new Step.Yield();
        yield return new Step.Mark(true, 1, "GET /");
        foreach (string method in methods)
            yield return new Step.Await(s.Method(method, Sleep(s, 10 * Ms)));
        yield return new Step.Mark(false, 1, "GET /");
    }

    public static IEnumerable<Step> Sleep(Simulator s, long ticks)
    {
        yield return new Step.Await(s.Delay(ticks));
    }

    private IEnumerable<AsyncEvent> WithContext(AsyncEvent e, bool recorded)
    {
        if (e.Kind == AsyncEventKind.EntryStart)
            _started[e.Payload] = e.Timestamp;
        if (e.Kind == AsyncEventKind.EntryStop && HasIds)
        {
            long start = _started[e.Payload];
            yield return Detail(e.Timestamp, EntryDetailKind.TraceHigh, 0x0102);
            yield return Detail(e.Timestamp, EntryDetailKind.TraceLow, e.Payload);
            yield return Detail(e.Timestamp, EntryDetailKind.StartUtc, (BaseUtc - Behind + Stopwatch.GetElapsedTime(0, start)).Ticks);
            yield return Detail(e.Timestamp, EntryDetailKind.Duration, Stopwatch.GetElapsedTime(start, e.Timestamp).Ticks);
            if (Parent != 0)
                yield return Detail(e.Timestamp, EntryDetailKind.Parent, Parent);
        }

        if (e.Kind == AsyncEventKind.EntryStart || (recorded && e.Kind == AsyncEventKind.EntryStop))
            e.Detail |= (byte)(EntryFlags.Recorded | Flags);
        yield return e;
    }

    private static AsyncEvent Detail(long time, EntryDetailKind kind, long value) =>
        new() { Kind = AsyncEventKind.EntryDetail, Timestamp = time, Detail = (byte)kind, Payload = value };
}

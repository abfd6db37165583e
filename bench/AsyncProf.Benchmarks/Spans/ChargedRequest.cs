using System.Diagnostics;
using AsyncProf.Attribution;
using AsyncProf.Engine;
using AsyncProf.Events;
using AsyncProf.Stitching.Records;
using AsyncProf.Symbols;
using AsyncProf.Symbols.Metadata;
using AsyncProf.Testing.Simulation;

namespace AsyncProf.Benchmarks.Spans;

/// <summary>A simulated request of eight async operations as the engine hands it over, whose clock ticks as the stopwatch does.</summary>
internal sealed class ChargedRequest : ITreeSink
{
    private static readonly long Ms = Stopwatch.Frequency / 1000;
    private static readonly DateTime BaseUtc = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    private RootTree? _tree;

    /// <summary>Plays it.</summary>
    /// <param name="flags">Whether its trace is recorded.</param>
    public ChargedRequest(EntryFlags flags)
    {
        Methods = new MethodTable(Names, new MetadataIndex());
        var simulator = new Simulator(Names);
        foreach (string method in (string[])["HandleAsync", "GetAsync", "LoadAsync", "DiscountAsync", "RateAsync", "PriceAsync", "TaxAsync", "SaveAsync"])
            Methods.Tell(Names.Intern($"Async: <{method}>d__0"), new MethodName { Type = "Shop.Orders.OrderService", Name = method });
        var stitcher = new AsyncEngine(Names, Methods, this, new StitcherLimits { GraceTicks = 5 * Ms }).Stitcher;
        long start = 0;
        foreach (LoggedEvent logged in simulator.Play(simulator.Method("Loop", Loop(simulator))))
        {
            AsyncEvent e = logged.Event;
            if (e.Kind == AsyncEventKind.EntryStart)
                start = e.Timestamp;
            if (e.Kind == AsyncEventKind.EntryStop)
            {
                foreach ((EntryDetailKind kind, long value) in Details(start, e.Timestamp))
                    stitcher.Process(stitcher.Thread(logged.Thread), AsyncEvent.EntryDetail(e.Timestamp, kind, value));
            }

            if (e.Kind is AsyncEventKind.EntryStart or AsyncEventKind.EntryStop)
                e.Detail |= (byte)flags;
            stitcher.Process(stitcher.Thread(logged.Thread), e);
        }

        stitcher.Finish(stitcher.Now + (100 * Ms));
    }

    /// <summary>A wall clock that agrees with the simulated one.</summary>
    public static TimeProvider Clock { get; } = new SimulatedClock();

    public NameTable Names { get; } = new();

    public MethodTable Methods { get; }

    public RootTree Tree => _tree ?? throw new InvalidOperationException("The engine handed over no request.");

    public void OnTree(RootTree tree)
    {
        if (tree.Kind != RootKind.Request)
            return;
        _tree = new RootTree();
        _tree.CopyFrom(tree);
        _tree.Waits.AddRange(tree.Waits);
    }

    private static (EntryDetailKind Kind, long Value)[] Details(long start, long stop) =>
    [
        (EntryDetailKind.TraceHigh, 0x0102),
        (EntryDetailKind.TraceLow, 1),
        (EntryDetailKind.StartUtc, (BaseUtc + Stopwatch.GetElapsedTime(0, start)).Ticks),
        (EntryDetailKind.Duration, Stopwatch.GetElapsedTime(start, stop).Ticks),
    ];

    private static IEnumerable<Step> Loop(Simulator s) =>
    [
        new Step.Yield(),
        new Step.Mark(true, 1, "GET /orders/{id}"),
        Calls(s, "HandleAsync", Calls(s, "GetAsync", Calls(s, "LoadAsync", Sleep(s, 5)), Calls(s, "DiscountAsync", Sleep(s, 1), Sleep(s, 2))), Calls(s, "PriceAsync", Calls(s, "RateAsync", Sleep(s, 3)), Calls(s, "TaxAsync", Sleep(s, 2))), Calls(s, "SaveAsync", Sleep(s, 4))),
        new Step.Mark(false, 1, "GET /orders/{id}"),
    ];

    private static Step.Await Calls(Simulator s, string method, params IEnumerable<Step> body) => new(s.Method(method, body));

    private static Step.Await Sleep(Simulator s, int ms) => new(s.Delay(ms * Ms));

    private sealed class SimulatedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => BaseUtc + Stopwatch.GetElapsedTime(0);
    }
}

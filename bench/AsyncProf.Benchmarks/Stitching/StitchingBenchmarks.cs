using AsyncProf.Attribution;
using AsyncProf.Building;
using AsyncProf.Engine;
using AsyncProf.Events;
using AsyncProf.Stitching;
using AsyncProf.Stitching.Records;
using AsyncProf.Stitching.Roots;
using AsyncProf.Symbols;
using AsyncProf.Symbols.Metadata;
using AsyncProf.Testing.Simulation;
using BenchmarkDotNet.Attributes;

namespace AsyncProf.Benchmarks.Stitching;

/// <summary>Events a second on one core, over a log of requests with nested awaits, joins and delegates. The time is that of one event.</summary>
[MemoryDiagnoser]
public class StitchingBenchmarks
{
    private const int Requests = 400;
    private const int EventsPerLog = 34_005;

    private readonly NameTable _names = new();
    private LoggedEvent[] _log = [];
    private ThreadWork[] _threads = [];
    private Stitcher _stitcher = null!;
    private long _offset;
    private long _span;

    [Params("stitch", "stitch + attribute", "stitch + attribute + profile")]
    public string Work { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        var simulator = new Simulator(_names);
        _log = [.. simulator.Play(simulator.Method("Loop", Loop(simulator)))];
        if (_log.Length != EventsPerLog)
            throw new InvalidOperationException($"The log has {_log.Length} events; say so in {nameof(EventsPerLog)}.");
        _span = _log[^1].Event.Timestamp + 1_000;
        var methods = new MethodTable(_names, new MetadataIndex());
        ITreeSink sink = Work.EndsWith("profile", StringComparison.Ordinal) ? new ProfileBuilder(_names, methods, new TickClock(1000)) : new NoTrees();
        var limits = new StitcherLimits { GraceTicks = 5 };
        _stitcher = Work == "stitch" ? new Stitcher(_names, methods, new NoCharges(), limits) : new AsyncEngine(_names, methods, sink, limits).Stitcher;
        _threads = [.. Enumerable.Range(0, 8).Select(key => _stitcher.Thread(key))];
    }

    [Benchmark(OperationsPerInvoke = EventsPerLog)]
    public long Process()
    {
        foreach (LoggedEvent logged in _log)
        {
            AsyncEvent e = logged.Event;
            e.Timestamp += _offset;
            _stitcher.Process(_threads[logged.Thread], e);
        }

        _offset += _span;
        return _stitcher.Counts.Ended;
    }

    private static IEnumerable<Step> Loop(Simulator s)
    {
        yield return new Step.Yield();
        for (int i = 1; i <= Requests; i++)
        {
            yield return new Step.Mark(true, i, "GET /");
            yield return new Step.Await(s.Method("Endpoint", Endpoint(s)));
            yield return new Step.Mark(false, i, "GET /");
            yield return new Step.Await(s.Delay(1));
        }
    }

    private static IEnumerable<Step> Endpoint(Simulator s)
    {
        yield return new Step.Await(s.Method("Load", Sleep(s, 3)));
        SimTask[] branches = [s.Method("A", Sleep(s, 2)), s.Method("B", Sleep(s, 4))];
        foreach (SimTask branch in branches)
            yield return new Step.Start(branch);
        yield return new Step.Await(s.WhenAll(branches));
        yield return new Step.Await(s.Run("Compute", Burn()));
        yield return new Step.Await(s.Method("Save", Sleep(s, 1)));
    }

    private static IEnumerable<Step> Sleep(Simulator s, long ticks)
    {
        yield return new Step.Await(s.Delay(ticks));
    }

    private static IEnumerable<Step> Burn()
    {
        yield return new Step.Burn(1);
    }

    private sealed class NoTrees : ITreeSink
    {
        public void OnTree(RootTree tree)
        {
        }
    }

    /// <summary>Marks what is charged, so that it can be forgotten, and nothing else.</summary>
    private sealed class NoCharges : IChargeSink
    {
        private readonly Stack<int> _work = new();

        public void OnCharge(OperationStore store, in Charge charge)
        {
            _work.Push(charge.Slot);
            while (_work.TryPop(out int slot))
            {
                ref Operation op = ref store[slot];
                if (!op.IsLive)
                    op.Flags |= OperationFlags.Charged;
                for (int child = op.FirstChild; child != 0; child = store[child].NextSibling)
                    _work.Push(child);
            }
        }
    }
}

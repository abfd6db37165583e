using System.Diagnostics;
using AsyncProf.Attribution;
using AsyncProf.Capture;
using AsyncProf.Events;
using AsyncProf.Spans;
using BenchmarkDotNet.Attributes;

namespace AsyncProf.Benchmarks.Spans;

/// <summary>From a charged request of eight async operations to its spans, in one second of 2,000 requests whose engine wakes fifty times. The time is that of one request.</summary>
[MemoryDiagnoser]
public class SpanBenchmarks
{
    private const int Wakes = 50;
    private const int RequestsPerWake = 40;

    private readonly SpanCounts _counts = new();
    private ActivityListener _listener = null!;
    private ChargedRequest _recorded = null!;
    private ChargedRequest _unrecorded = null!;
    private SpanEmitter _emitter = null!;
    private SpanEmitter _limited = null!;
    private long _now;

    [GlobalSetup]
    public void Setup()
    {
        _listener = new ActivityListener { ShouldListenTo = source => source.Name == SpanEmitter.SourceName, Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded };
        ActivitySource.AddActivityListener(_listener);
        _recorded = new ChargedRequest(EntryFlags.Recorded);
        _unrecorded = new ChargedRequest(0);
        _emitter = EmitterFor(_recorded, new SpanOptions { MaximumPerSecond = 100_000 });
        _limited = EmitterFor(_recorded, new SpanOptions { MaximumPerSecond = 200 });
        _now = Stopwatch.GetTimestamp();
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _emitter.Dispose();
        _limited.Dispose();
        _listener.Dispose();
    }

    /// <summary>No trace is recorded.</summary>
    [Benchmark(OperationsPerInvoke = Wakes * RequestsPerWake)]
    public long NotRecorded() => Second(_emitter, _unrecorded.Tree);

    /// <summary>All traces are recorded, and 200 spans of 20,000 may leave.</summary>
    [Benchmark(OperationsPerInvoke = Wakes * RequestsPerWake)]
    public long OverTheLimit() => Second(_limited, _recorded.Tree);

    /// <summary>All traces are recorded and leave, to a listener that does nothing with them.</summary>
    [Benchmark(OperationsPerInvoke = Wakes * RequestsPerWake)]
    public long AllExported()
    {
        for (int wake = 0; wake < Wakes; wake++)
        {
            Wake(_emitter, _recorded.Tree);
            _emitter.Flush();
        }

        return _counts.Emitted;
    }

    private long Second(SpanEmitter emitter, RootTree tree)
    {
        for (int wake = 0; wake < Wakes; wake++)
        {
            Wake(emitter, tree);
            emitter.Poll(_now += Stopwatch.Frequency / Wakes);
        }

        return _counts.Emitted;
    }

    private static void Wake(SpanEmitter emitter, RootTree tree)
    {
        for (int request = 0; request < RequestsPerWake; request++)
            emitter.OnTree(tree);
    }

    private SpanEmitter EmitterFor(ChargedRequest request, SpanOptions options) =>
        new(request.Names, request.Methods, options, _counts, ChargedRequest.Clock, CaptureHub.Instance);
}

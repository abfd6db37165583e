using System.Diagnostics;
using AsyncProf.Building;
using AsyncProf.Decoding;
using AsyncProf.Engine;
using AsyncProf.Events.Batches;
using AsyncProf.Exporters.Otlp;
using AsyncProf.Stitching;
using AsyncProf.Stitching.Records;
using AsyncProf.Symbols.Awaits;

namespace AsyncProf.Live;

/// <summary>Makes spans of an agent's events while they come. For one thread.</summary>
internal sealed class SpanDecoder : IDisposable
{
    /// <summary>What is kept at the most, as in <see cref="LiveDecoder"/>; beyond half of it, what is open is charged up to then and forgotten.</summary>
    private const int MostOperations = 500_000, MostIntervals = 2_000_000;

    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(500);

    private readonly RecordedNames _names;
    private readonly AsyncEngine _engine;
    private readonly BatchDecoder _batches;
    private readonly RecordedSpans _spans;
    private long _flushed = Stopwatch.GetTimestamp();
    private int _snapshotOperations = MostOperations / 2;
    private int _snapshotIntervals = MostIntervals / 2;

    /// <summary>Prepares for a stream.</summary>
    /// <param name="header">What stands at its beginning.</param>
    /// <param name="rules">Which edges may be inferred.</param>
    /// <param name="spans">Gets the spans.</param>
    public SpanDecoder(in NettraceHeader header, EdgeRules rules, RecordedSpans spans)
    {
        _spans = spans;
        _names = new RecordedNames(null, header.Frequency);
        var told = new ToldAwaits();
        var awaits = new AwaitTable(_names.Table, _names.Methods, told);
        var start = new RecordedMoment(header.Start, header.StartUtc);
        var trees = new RecordedTrees(_names.Table, _names.Methods, awaits, new TickClock(header.Frequency), header.Pid, header.Start)
        {
            Process = () => (_batches?.Hello?.Process ?? "", _batches?.Hello?.Runtime ?? ""),
            Moment = () => _batches?.Hello?.Moment ?? start,
        };
        StitcherLimits limits = StitcherLimits.OfClock(header.Frequency) with { MaximumOperations = MostOperations, MaximumIntervals = MostIntervals, Rules = rules };
        _engine = new AsyncEngine(_names.Table, _names.Methods, spans.Next(trees), limits, awaits: awaits);
        _engine.Attributor.TellsByCaller = true;
        _batches = new BatchDecoder(_engine.Stitcher, _names.Table, _names.Methods, told) { OnPause = Cut };
    }

    private Stitcher Stitched => _engine.Stitcher; // another one after each pause

    /// <summary>Takes one event of the stream.</summary>
    public void Take(Guid provider, int id, int thread, long timestamp, ReadOnlySpan<byte> payload)
    {
        if (provider != BatchEvents.Provider)
            return;
        _batches.Take(id, payload);
        if (id == BatchEvents.Heartbeat)
            Turned();
        if (Stitched.Store.Operations.Count < _snapshotOperations && Stitched.Store.Intervals.Count < _snapshotIntervals)
            return;
        Stitched.Snapshot(Stitched.Now);
        _snapshotOperations = Stitched.Store.Operations.Count + (MostOperations / 2);
        _snapshotIntervals = Stitched.Store.Intervals.Count + (MostIntervals / 2);
    }

    /// <summary>The stream has ended.</summary>
    public void Finish()
    {
        _batches.Finish();
        Stitched.Finish(Stitched.Now);
        _spans.Flush();
    }

    /// <inheritdoc/>
    public void Dispose() => _names.Dispose();

    /// <summary>All events up to a moment have come: in a quiet process nothing else would say that what has ended may leave.</summary>
    private void Turned()
    {
        if (Stopwatch.GetElapsedTime(_flushed) < Turn)
            return;
        _batches.CatchUp();
        Stitched.Advance(_batches.CompleteTo);
        _spans.Flush();
        _flushed = Stopwatch.GetTimestamp();
    }

    private Stitcher Cut(long time)
    {
        _engine.Cut(time);
        return Stitched;
    }
}

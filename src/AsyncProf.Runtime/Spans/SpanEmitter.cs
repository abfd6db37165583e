using System.Diagnostics;
using AsyncProf.Attribution;
using AsyncProf.Building;
using AsyncProf.Capture;
using AsyncProf.Clocks;
using AsyncProf.Engine;
using AsyncProf.Events;
using AsyncProf.Stitching.Records;
using AsyncProf.Symbols;
using AsyncProf.Symbols.Awaits;

namespace AsyncProf.Spans;

/// <summary>
/// Turns charged requests into spans under the request's own span, and detached operations into traces of their own that link to it. They leave as fast as
/// the SDK takes them, also those of the profiler's own requests, whose span may say so. Runs on the engine's thread.
/// </summary>
internal sealed class SpanEmitter : IPolledSink, IOwnEntrySink, IDisposable
{
    /// <summary>The name of the activity source; renaming it breaks apps that ask for it.</summary>
    public const string SourceName = "AsyncProf";

    /// <summary>More spans than this at a time would come as gusts: the SDK's queues take as many, but hardly more.</summary>
    private const int Gust = 100;

    private static readonly long MaximumClamp = Stopwatch.Frequency / 1000;

    /// <summary>One for the process: emitters come and go with the options.</summary>
    private static readonly ActivitySource Source = new(SourceName, typeof(SpanEmitter).Assembly.GetName().Version?.ToString(3));

    private readonly SpanCounts _counts;
    private readonly SpanPlanner _planner;
    private readonly TracePacer _pacer = new(new Random());
    private readonly TraceOutlet _outlet;
    private readonly TraceGate _gate;
    private readonly SdkQueues _queues = new();
    private readonly AnchorClock _anchors;
    private readonly CaptureHub _hub;
    private readonly RequestDetails _details = new();
    private readonly TracePromises _promises;
    private long _refused;
    private long _recorded;
    private int _left; // at the last poll: they have ended since

    public SpanEmitter(NameTable names, MethodTable methods, SpanOptions options, SpanCounts counts, TimeProvider time, CaptureHub hub, AwaitTable? awaits = null)
    {
        (_counts, _hub, _recorded) = (counts, hub, hub.Recorded.Value);
        _anchors = new AnchorClock(time);
        _planner = new SpanPlanner(names, methods, new FrameTable(names, methods, awaits), options.ToSettings().Rules, TickClock.Stopwatch, awaits);
        _outlet = new TraceOutlet(Source, counts) { Left = TellLate, Done = GiveBack };
        _pacer.Dropped = GiveBack;
        _gate = new TraceGate(_outlet, _pacer, options.MaximumPerSecond, Stopwatch.GetTimestamp());
        _promises = new TracePromises(_details, _outlet, _pacer, _gate, hub.Pool);
        Promise(SdkQueueSettings.Current.Size / 2, Stopwatch.GetTimestamp());
    }

    public void OnTree(RootTree tree)
    {
        // Spans of a request that is not recorded would be orphans, and without a listener none are needed.
        EntryContext entry = tree.Context;
        if (!entry.HasTrace || !tree.EntryFlags.HasFlag(EntryFlags.Recorded) || !Source.HasListeners())
            return;
        if (tree.Kind is not (RootKind.Request or RootKind.Detached))
            return;
        bool isRequest = tree.Kind == RootKind.Request;
        _counts.AddSeen(!isRequest);
        int name = isRequest ? -tree.Name : tree[0].Method.Value;
        long duration = tree.To - Math.Min(tree.From, tree[0].Start);
        bool isPromised = isRequest && tree.EntryFlags.HasFlag(EntryFlags.Promised);
        if (isPromised)
            _promises.Came();
        if ((isPromised ? 0 : _pacer.Draw(name, duration)) is not { } lot)
        {
            CountRefused();
            return;
        }

        ClockAnchor anchor = AnchorOf(tree, isRequest, out long from, out long to);
        List<PlannedSpan> plan;
        try
        {
            plan = _planner.Plan(tree, isRequest, from, to);
        }
        catch
        {
            _counts.AddRefused(1); // every root is counted, even if planning fails
            throw;
        }

        _counts.AddElided(_planner.Elided);
        if (plan.Count == 0)
        {
            _counts.AddEmpty();
            _planner.Pool.Return(plan);
            if (isRequest && !isPromised)
                _details.TellFull(entry.Span); // it is all there is
            return;
        }

        if (isRequest)
            _promises.Learn(plan.Count);
        var trace = new PlannedTrace(plan, name, duration, entry, isRequest, anchor, lot);
        if (isPromised)
            _outlet.Add(trace);
        else
            _pacer.Offer(trace);
        CountRefused();
    }

    /// <inheritdoc/>
    public bool IsBusy => _left > Gust || _outlet.Spans > 0;

    /// <inheritdoc/>
    public void Poll(long now)
    {
        long recorded = _hub.Recorded.Value;
        SpanRoom room = _queues.Update(_left, recorded - _recorded, now);
        _recorded = recorded;
        _left = _gate.Poll(room, now);
        CountRefused();
        _counts.AddDropped(_queues.TakeDropped());
        Promise(room.Now - _left, now);
    }

    /// <inheritdoc/>
    public void Flush()
    {
        _gate.Flush(Stopwatch.GetTimestamp());
        CountRefused();
    }

    /// <summary>Nobody looks at the spans of a trace any more.</summary>
    private void GiveBack(PlannedTrace trace) => _planner.Pool.Return(trace.Spans);

    /// <summary>The spans of a request have left: to be said if nothing was promised.</summary>
    private void TellLate(PlannedTrace trace)
    {
        if (trace.IsRequest)
            _details.TellFull(trace.Entry.Span);
    }

    /// <summary>Nothing is promised any more.</summary>
    public void Dispose()
    {
        if (_hub.Details == _details)
            _hub.Details = null;
        _queues.Dispose();
    }

    /// <summary>Requests that stop from now on say what becomes of their spans, if anybody listens to those.</summary>
    private void Promise(int room, long now)
    {
        _promises.Renew(room, now);
        if (Source.HasListeners())
            _hub.Details = _details;
        else if (_hub.Details == _details)
            _hub.Details = null;
    }

    /// <summary>
    /// What ties the tree's ticks to UTC, and the bounds of its spans. If by that the tree would not lie in the request's span, because a clock was set
    /// meanwhile, the two are tied at their starts.
    /// </summary>
    private ClockAnchor AnchorOf(RootTree tree, bool isRequest, out long from, out long to)
    {
        ClockAnchor anchor = _anchors.Current;
        (from, to) = (tree.From, tree.To);
        if (!isRequest)
        {
            from = Math.Min(from, tree[0].Start); // snapshots have charged what came before the last one
            return anchor;
        }

        var start = new DateTime(tree.Context.StartUtc, DateTimeKind.Utc);
        long length = ClockAnchor.ToTicks(new TimeSpan(tree.Context.Duration));
        if (Math.Abs(anchor.ToTick(start) - from) > MaximumClamp)
        {
            anchor = new ClockAnchor(from, start);
            _counts.AddClamped(1);
        }

        from = Math.Max(from, anchor.ToTick(start));
        to = Math.Min(to, anchor.ToTick(start) + length);
        return anchor;
    }

    private void CountRefused()
    {
        _counts.AddRefused(_pacer.Refused - _refused);
        _refused = _pacer.Refused;
    }
}

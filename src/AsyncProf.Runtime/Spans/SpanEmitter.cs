using System.Buffers.Binary;
using System.Diagnostics;
using AsyncProf.Attribution;
using AsyncProf.Building;
using AsyncProf.Engine;
using AsyncProf.Events;
using AsyncProf.Profiles.Text;
using AsyncProf.Stitching.Records;
using AsyncProf.Symbols;
using AsyncProf.Symbols.Awaits;

namespace AsyncProf.Spans;

/// <summary>
/// Turns charged requests into spans under the request's own span, and detached operations into traces of their own that link to it. Those of one second
/// are chosen at its end and leave in the course of the next. Runs on the engine's thread.
/// </summary>
internal sealed class SpanEmitter : IPolledSink
{
    /// <summary>The name of the activity source; renaming it breaks apps that ask for it.</summary>
    public const string SourceName = "AsyncProf";

    private static readonly long MaximumClamp = Stopwatch.Frequency / 1000;

    /// <summary>One for the process: emitters come and go with the options.</summary>
    private static readonly ActivitySource Source = new(SourceName, typeof(SpanEmitter).Assembly.GetName().Version?.ToString(3));

    private readonly SpanOptions _options;
    private readonly SpanCounts _counts;
    private readonly SpanPlanner _planner;
    private readonly TracePacer _pacer;
    private readonly AnchorClock _anchors;
    private readonly Queue<PlannedTrace> _leaving = new();
    private long _refused;
    private long _windowStart = Stopwatch.GetTimestamp();
    private int _left;

    public SpanEmitter(NameTable names, MethodTable methods, SpanOptions options, SpanCounts counts, TimeProvider time, AwaitTable? awaits = null)
    {
        _counts = counts;
        _options = options;
        _anchors = new AnchorClock(time);
        _planner = new SpanPlanner(methods, new FrameTable(names, methods, awaits), options, awaits);
        _pacer = new TracePacer(options.MaximumPerSecond, new Random());
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
        if (_pacer.Draw(name, duration) is not { } lot)
        {
            CountRefused();
            return;
        }

        ClockAnchor anchor = AnchorOf(tree, isRequest, out long from, out long to);
        IReadOnlyList<PlannedSpan> plan;
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
            return;
        }

        _pacer.Offer(new PlannedTrace(plan, name, duration, entry, isRequest, anchor, lot));
        CountRefused();
    }

    /// <inheritdoc/>
    public void Poll(long now)
    {
        long passed = now - _windowStart;
        if (passed >= Stopwatch.Frequency)
        {
            Send(int.MaxValue);
            Close();
            _windowStart = now;
            return;
        }

        Send((int)(_options.MaximumPerSecond * passed / Stopwatch.Frequency)); // less than a second of ticks: no overflow
    }

    /// <inheritdoc/>
    public void Flush()
    {
        Send(int.MaxValue);
        Close();
        Send(int.MaxValue);
        _windowStart = Stopwatch.GetTimestamp();
    }

    private static ActivityContext ContextOf(in EntryContext entry)
    {
        Span<byte> trace = stackalloc byte[EntryContext.TraceIdLength];
        entry.CopyTraceId(trace);
        Span<byte> span = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(span, entry.Span);
        return new ActivityContext(ActivityTraceId.CreateFromBytes(trace), ActivitySpanId.CreateFromBytes(span), ActivityTraceFlags.Recorded);
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

    private void Close()
    {
        _left = 0;
        foreach (PlannedTrace trace in _pacer.Close())
            _leaving.Enqueue(trace);
        CountRefused();
    }

    private void Send(int upTo)
    {
        while (_left < upTo && _leaving.TryDequeue(out PlannedTrace? trace))
        {
            _left += trace.Spans.Count;
            Emit(trace);
        }
    }

    private void Emit(PlannedTrace trace)
    {
        ActivityContext request = ContextOf(trace.Entry);
        long emitted = _counts.Emitted;
        Activity? before = Activity.Current;
        Activity.Current = null; // a default parent means the current activity; a root needs there to be none
        try
        {
            foreach (PlannedSpan span in trace.Spans)
            {
                ActivityContext parent = NearestContext(span.Parent, trace.IsRequest ? request : default);
                if (parent == default && span.Parent is not null)
                    continue; // the SDK refused the root: no trace
                TryEmit(span, parent, trace.IsRequest || span.Parent is not null ? null : [new ActivityLink(request)], trace.Anchor);
            }
        }
        finally
        {
            Activity.Current = before;
        }

        _counts.AddClamped(trace.Spans.Count(span => span.IsMovedFar));
        if (_counts.Emitted > emitted)
            _counts.AddExported();
        else
            _counts.AddRefused(1);
    }

    /// <summary>Children of a span that the SDK refused attach to the nearest one above that it took.</summary>
    private static ActivityContext NearestContext(PlannedSpan? above, ActivityContext fallback)
    {
        for (; above is not null; above = above.Parent)
        {
            if (above.Context != default)
                return above.Context;
        }

        return fallback;
    }

    /// <summary>A sampler or a processor of the app's may throw: that span is missing, and its children attach above.</summary>
    private void TryEmit(PlannedSpan span, ActivityContext parent, IEnumerable<ActivityLink>? links, in ClockAnchor anchor)
    {
        try
        {
            Emit(span, parent, links, anchor);
        }
        catch (Exception)
        {
            _counts.AddFault();
        }
    }

    private void Emit(PlannedSpan span, ActivityContext parent, IEnumerable<ActivityLink>? links, in ClockAnchor anchor)
    {
        using Activity? activity = Source.StartActivity(PlainText.Printable(span.Name), ActivityKind.Internal, parent, SpanTags.Of(span), links, anchor.ToUtc(span.Start));
        if (activity is not { Recorded: true })
            return; // the SDK still makes an activity of a root that its sampler drops, to propagate its ids
        span.Context = activity.Context;
        if (span.IsError)
            activity.SetStatus(ActivityStatusCode.Error);
        activity.SetEndTime(anchor.ToUtc(span.End));
        _counts.AddEmitted();
    }
}

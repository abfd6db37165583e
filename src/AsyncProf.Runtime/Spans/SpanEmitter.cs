using System.Buffers.Binary;
using System.Diagnostics;
using AsyncProf.Attribution;
using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.Stitching;
using AsyncProf.Symbols;

namespace AsyncProf.Spans;

/// <summary>
/// Turns charged requests into spans under the request's own span, and detached operations into traces of their own that link to it.
/// Runs on the engine's thread: each span is started and stopped at once, with the times that were measured.
/// </summary>
internal sealed class SpanEmitter : ITreeSink
{
    /// <summary>The name of the activity source; renaming it breaks everybody who asked for it.</summary>
    public const string SourceName = "AsyncProf";

    private static readonly TimeSpan MaximumClamp = TimeSpan.FromMilliseconds(1);

    private readonly ActivitySource _source = new(SourceName, typeof(SpanEmitter).Assembly.GetName().Version?.ToString(3));
    private readonly SpanOptions _options;
    private readonly SpanCounts _counts;
    private readonly SpanPlanner _planner;
    private readonly ClockAnchor _anchor;
    private readonly TimeProvider _time;
    private readonly Dictionary<PlannedSpan, ActivityContext> _contexts = new(ReferenceEqualityComparer.Instance);
    private long _second;
    private int _spent;

    public SpanEmitter(NameTable names, MethodTable methods, SpanOptions options, SpanCounts counts, TimeProvider time)
    {
        _counts = counts;
        _options = options;
        _time = time;
        _anchor = new ClockAnchor(time);
        _planner = new SpanPlanner(methods, new FrameTable(names, methods), options);
    }

    public void OnTree(RootTree tree)
    {
        // Whoever does not record the request would see orphans; and who listens to nobody needs no spans.
        EntryContext entry = tree.Context;
        if (!entry.HasTrace || !tree.EntryFlags.HasFlag(EntryFlags.Recorded) || !_source.HasListeners())
            return;
        if (tree.Kind is not (RootKind.Request or RootKind.Detached))
            return;
        bool request = tree.Kind == RootKind.Request;
        IReadOnlyList<PlannedSpan> plan = _planner.Plan(tree, skipRoot: request);
        _counts.AddElided(_planner.Elided);
        if (plan.Count == 0)
            return;
        if (!Afford(plan.Count))
        {
            _counts.AddRefusedTrace();
            return;
        }

        if (request)
            EmitRequest(plan, entry);
        else
            EmitDetached(plan, entry);
    }

    private static ActivityContext ContextOf(in EntryContext entry)
    {
        Span<byte> trace = stackalloc byte[EntryContext.TraceIdLength];
        entry.CopyTraceId(trace);
        Span<byte> span = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(span, entry.Span);
        return new ActivityContext(ActivityTraceId.CreateFromBytes(trace), ActivitySpanId.CreateFromBytes(span), ActivityTraceFlags.Recorded);
    }

    private void EmitRequest(IReadOnlyList<PlannedSpan> plan, in EntryContext entry)
    {
        ActivityContext request = ContextOf(entry);
        var from = new DateTime(entry.StartUtc, DateTimeKind.Utc);
        DateTime to = from + new TimeSpan(entry.Duration);
        _contexts.Clear();
        foreach (PlannedSpan span in plan)
            Emit(span, NearestContext(span.Parent, request), null, from, to);
    }

    private void EmitDetached(IReadOnlyList<PlannedSpan> plan, in EntryContext entry)
    {
        ActivityContext request = ContextOf(entry);
        Activity? before = Activity.Current;
        Activity.Current = null; // a default parent means the current activity; a root needs there to be none
        try
        {
            _contexts.Clear();
            foreach (PlannedSpan span in plan)
            {
                bool root = span.Parent is null;
                ActivityContext parent = NearestContext(span.Parent, default);
                if (!root && parent == default)
                    continue; // the SDK refused the root: no trace
                Emit(span, parent, root ? [new ActivityLink(request)] : null, DateTime.MinValue, DateTime.MaxValue);
            }
        }
        finally
        {
            Activity.Current = before;
        }
    }

    private ActivityContext NearestContext(PlannedSpan? above, ActivityContext fallback)
    {
        for (; above is not null; above = above.Parent)
        {
            if (_contexts.TryGetValue(above, out ActivityContext context))
                return context;
        }

        return fallback;
    }

    private void Emit(PlannedSpan span, ActivityContext parent, IEnumerable<ActivityLink>? links, DateTime from, DateTime to)
    {
        DateTime start = Clamp(_anchor.ToUtc(span.Start), from, to), end = Clamp(_anchor.ToUtc(span.End), from, to);
        using Activity? activity = _source.StartActivity(span.Name, ActivityKind.Internal, parent, SpanTags.Of(span), links, start);
        if (activity is null)
            return;
        _contexts[span] = activity.Context;
        if (span.IsError)
            activity.SetStatus(ActivityStatusCode.Error);
        activity.SetEndTime(end);
        _counts.AddEmitted();
    }

    private DateTime Clamp(DateTime moment, DateTime from, DateTime to)
    {
        DateTime inside = moment < from ? from : moment > to ? to : moment;
        if ((moment - inside).Duration() > MaximumClamp)
            _counts.AddClamped();
        return inside;
    }

    private bool Afford(int spans)
    {
        long second = _time.GetTimestamp() / _time.TimestampFrequency;
        if (second != _second)
            (_second, _spent) = (second, 0);
        if (_spent > 0 && _spent + spans > _options.MaximumPerSecond)
            return false;
        _spent += spans;
        return true;
    }
}

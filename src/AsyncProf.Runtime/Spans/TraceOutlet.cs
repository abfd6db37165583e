using System.Buffers.Binary;
using System.Diagnostics;
using AsyncProf.Clocks;
using AsyncProf.Profiles.Text;
using AsyncProf.Stitching.Records;

namespace AsyncProf.Spans;

/// <summary>
/// The traces that are to leave, in their order, and how they do: as activities, as many at a time as may. A trace may leave in pieces, parents first. Runs on
/// the engine's thread.
/// </summary>
/// <param name="source">What makes the activities.</param>
/// <param name="counts">What becomes of them.</param>
internal sealed class TraceOutlet(ActivitySource source, SpanCounts counts)
{
    private readonly Queue<PlannedTrace> _leaving = new();
    private readonly SpanTags _tags = new(Stopwatch.Frequency);
    private int _sent; // spans of the first one that have left
    private long _emittedBefore;

    /// <summary>Spans that have not left.</summary>
    public int Spans { get; private set; }

    /// <summary>Traces of which the SDK took nothing.</summary>
    public long RefusedBySdk { get; private set; }

    /// <summary>Called with the request of which all spans have left.</summary>
    public Action<PlannedTrace>? Left { get; set; }

    /// <summary>Called with a trace of which nothing is left here, after that.</summary>
    public Action<PlannedTrace>? Done { get; set; }

    /// <summary>Lets a trace leave when its turn comes.</summary>
    public void Add(PlannedTrace trace)
    {
        _leaving.Enqueue(trace);
        Spans += trace.Spans.Count;
    }

    /// <summary>Sends what may leave now, and returns how many spans that were.</summary>
    /// <param name="room">How many may.</param>
    public int Send(int room)
    {
        int before = Spans;
        if (room <= 0 || before == 0)
            return 0;
        Activity? current = Activity.Current;
        Activity.Current = null; // a default parent means the current activity; a root needs there to be none
        try
        {
            while (room > 0 && _leaving.TryPeek(out PlannedTrace? trace))
                room -= Send(trace, room);
        }
        finally
        {
            Activity.Current = current;
        }

        return before - Spans;
    }

    private int Send(PlannedTrace trace, int room)
    {
        if (_sent == 0)
            _emittedBefore = counts.Emitted;
        ActivityContext request = ContextOf(trace.Entry);
        int until = (int)Math.Min(trace.Spans.Count, (long)_sent + room), from = _sent;
        for (; _sent < until; _sent++)
            Send(trace, trace.Spans[_sent], request);
        int sent = until - from;
        Spans -= sent;
        if (_sent == trace.Spans.Count)
            End(trace);
        return sent;
    }

    private void Send(PlannedTrace trace, PlannedSpan span, ActivityContext request)
    {
        ActivityContext parent = NearestContext(span.Parent, trace.IsRequest ? request : default);
        if (parent == default && span.Parent is not null)
            return; // the SDK refused the root: no trace
        try
        {
            Emit(span, parent, LinksOf(span, request, isRoot: !trace.IsRequest && span.Parent is null), trace.Anchor);
        }
        catch (Exception)
        {
            counts.AddFault(); // a sampler or a processor of the app's threw: that span is missing, and its children attach above
        }
    }

    private void End(PlannedTrace trace)
    {
        _leaving.Dequeue();
        _sent = 0;
        foreach (PlannedSpan span in trace.Spans)
            counts.AddClamped(span.IsMovedFar ? 1 : 0);
        if (counts.Emitted > _emittedBefore)
        {
            counts.AddExported();
            Left?.Invoke(trace);
        }
        else
        {
            counts.AddRefused(1);
            RefusedBySdk++;
        }

        Done?.Invoke(trace);
    }

    /// <summary>To the request of what outlives it, and to the app's own spans that ended in the operation.</summary>
    private static List<ActivityLink>? LinksOf(PlannedSpan span, ActivityContext request, bool isRoot)
    {
        List<ActivityLink>? links = isRoot ? [new ActivityLink(request)] : null;
        foreach (long child in span.Children)
            (links ??= []).Add(new ActivityLink(new ActivityContext(request.TraceId, SpanIdOf(child), ActivityTraceFlags.Recorded)));
        return links;
    }

    private static ActivityContext ContextOf(in EntryContext entry)
    {
        Span<byte> trace = stackalloc byte[EntryContext.TraceIdLength];
        entry.CopyTraceId(trace);
        return new ActivityContext(ActivityTraceId.CreateFromBytes(trace), SpanIdOf(entry.Span), ActivityTraceFlags.Recorded);
    }

    private static ActivitySpanId SpanIdOf(long id)
    {
        Span<byte> span = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(span, id);
        return ActivitySpanId.CreateFromBytes(span);
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

    private void Emit(PlannedSpan span, ActivityContext parent, IEnumerable<ActivityLink>? links, in ClockAnchor anchor)
    {
        using Activity? activity = source.StartActivity(PlainText.Printable(span.Name), ActivityKind.Internal, parent, _tags.Of(span), links, anchor.ToUtc(span.Start));
        if (activity is not { Recorded: true })
            return; // the SDK still makes an activity of a root that its sampler drops, to propagate its ids
        span.Context = activity.Context;
        if (span.IsError)
            activity.SetStatus(ActivityStatusCode.Error);
        activity.SetEndTime(anchor.ToUtc(span.End));
        counts.AddEmitted();
    }
}

using AsyncProf.Attribution;
using AsyncProf.Building;
using AsyncProf.Decoding;
using AsyncProf.Events;
using AsyncProf.Profiles.Text;
using AsyncProf.Profiles.Transforms;
using AsyncProf.Spans;
using AsyncProf.Stitching.Records;
using AsyncProf.Symbols.Metadata;

namespace AsyncProf.Exporters.Otlp;

/// <summary>
/// Makes spans of the roots of a recording, by the rules of those that an app makes itself. A request whose ids are told keeps them, and its own span is written only if the app does not export
/// it: two of one id would spoil the trace. All others are traces of their own.
/// </summary>
internal sealed class TreeSpans : ITreeSink
{
    /// <summary>A span of ours may lie so far outside the request's own, in ns, before the clocks are tied anew.</summary>
    private const long MostApart = 1_000_000;

    /// <summary>What is said to have taken longer is damage; in units of 100 ns.</summary>
    private const long LongestRequest = TimeSpan.TicksPerDay * 365;

    private readonly RecordedTrees _recorded;
    private readonly SpanPlanner _planner;
    private readonly SpanTags _tags;
    private readonly SpanClock _clock;
    private readonly ISpanSink _sink;
    private readonly SpanTally _tally;
    private readonly List<OtlpSpan> _spans = [];
    private long _traces;
    private bool _sendsItself;

    /// <summary>Makes spans of a recording.</summary>
    /// <param name="recorded">What its trees are of.</param>
    /// <param name="rules">Which operations become spans.</param>
    /// <param name="sink">Gets them.</param>
    /// <param name="tally">Counts what becomes of the roots.</param>
    public TreeSpans(RecordedTrees recorded, SpanRules rules, ISpanSink sink, SpanTally tally)
    {
        (_recorded, _sink, _tally) = (recorded, sink, tally);
        _planner = new SpanPlanner(recorded.Names, recorded.Methods, new FrameTable(recorded.Names, recorded.Methods, recorded.Awaits), rules, recorded.Clock, recorded.Awaits);
        _tags = new SpanTags(recorded.Clock.Frequency);
        _clock = new SpanClock(recorded.Clock, recorded.Moment);
    }

    /// <summary>Whether what may say more than how the code works is left out.</summary>
    public bool IsRedacted { get; init; }

    public void OnTree(RootTree tree)
    {
        if (tree.IsScopeView)
            return; // what it shows is charged elsewhere as well
        if (tree.Kind == RootKind.Open || (!tree.IsSlice && _recorded.Methods[tree[0].Method].Name == MethodName.Unknown.Name))
        {
            _tally.Cut++;
            return;
        }

        if (IsLeftToTheProcess(tree))
        {
            _tally.Left++;
            return;
        }

        _spans.Clear();
        if (!tree.IsSlice)
            AddOperations(tree);
        else if (tree is { Kind: RootKind.Request, Context.HasTrace: true })
            AddKnownRequest(tree);
        else
            AddRequest(tree);
        _tally.Elided += _planner.Elided;
        if (_spans.Count == 0)
            return;
        _tally.Traces++;
        _tally.Spans += _spans.Count;
        _sink.Take(_spans);
    }

    /// <summary>Whether it is of an app that profiles itself and sends these spans: its requests say so, and of what outlives one it is to be believed.</summary>
    private bool IsLeftToTheProcess(RootTree tree)
    {
        _sendsItself |= tree.Kind == RootKind.Request && tree.EntryFlags.HasFlag(EntryFlags.Promised);
        return _sendsItself && tree.Context.HasTrace && tree.EntryFlags.HasFlag(EntryFlags.Recorded);
    }

    /// <summary>Operations that no request stands above: each that nothing stands above is a trace of its own.</summary>
    private void AddOperations(RootTree tree)
    {
        EntryContext request = tree.Context;
        List<PlannedSpan> plan = _planner.Plan(tree, skipRoot: false, Math.Min(tree.From, tree[0].Start), tree.To);
        (TraceId, long)? link = tree.Kind == RootKind.Detached && request.HasTrace ? (new TraceId(request.TraceHigh, request.TraceLow), request.Span) : null;
        AddAll(plan, null, 0, link);
    }

    /// <summary>A request of which no ids are told: a trace that begins with it.</summary>
    private void AddRequest(RootTree tree)
    {
        TraceId trace = NextTrace();
        long id = SpanIds.Span(trace.Low, 0);
        List<PlannedSpan> plan = _planner.Plan(tree, skipRoot: true);
        AddOwn(tree, plan, trace, id, 0, _clock.ToUnix(tree.From), _clock.ToUnix(tree.To));
        AddAll(plan, trace, id, null);
    }

    private void AddKnownRequest(RootTree tree)
    {
        EntryContext context = tree.Context;
        var trace = new TraceId(context.TraceHigh, context.TraceLow);
        if (SpanClock.IsTime(context.StartUtc))
            _clock.Tie(tree.From, context.StartUtc, MostApart);
        bool isTold = SpanClock.IsTime(context.StartUtc) && context.Duration is >= 0 and < LongestRequest;
        long start = isTold ? SpanClock.ToUnixOfUtc(context.StartUtc) : _clock.ToUnix(tree.From);
        long end = isTold ? start + (context.Duration * 100) : _clock.ToUnix(tree.To);
        List<PlannedSpan> plan = _planner.Plan(tree, skipRoot: true, Math.Max(tree.From, _clock.ToTick(start)), Math.Min(tree.To, _clock.ToTick(end)));
        if (tree.EntryFlags.HasFlag(EntryFlags.Exported))
            _tally.Below++;
        else
            AddOwn(tree, plan, trace, context.Span, context.Parent, start, end);
        AddAll(plan, trace, context.Span, null);
    }

    /// <summary>The span of the request itself.</summary>
    private void AddOwn(RootTree tree, List<PlannedSpan> plan, TraceId trace, long id, long parent, long start, long end)
    {
        ref TreeNode node = ref tree[0];
        PlannedSpan own = _planner.Pool.RentSpan();
        (own.Task, own.ElapsedSelf, own.Segments, own.Awaits) = (node.Task, node.Elapsed.Total, node.Segments, node.Awaits);
        own.Elided = Math.Max(0, _planner.Elided - plan.Sum(span => span.Elided));
        string name = tree.Name == NameTable.NoneId ? $"({tree.Kind})" : _recorded.Names[tree.Name];
        _spans.Add(new OtlpSpan(trace, id, parent, PlainText.Printable(IsRedacted ? Redaction.EntryName(name) : name), start, Math.Max(start, end))
        {
            IsRequest = tree.Kind == RootKind.Request,
            IsError = tree.EntryFlags.HasFlag(EntryFlags.Error),
            Attributes = [.. _tags.Of(own).Where(tag => tag.Key is not (SpanTags.Segments or SpanTags.Awaits)), new("asyncprof.detail", "full")], // its thread is that of who serves it
        });
        _planner.Pool.Return(own);
    }

    /// <summary>The spans of operations, and gives them back.</summary>
    /// <param name="plan">The operations, parents first.</param>
    /// <param name="trace">Their trace; null where each that has no parent begins one.</param>
    /// <param name="above">The span above those without a parent; 0 for none.</param>
    /// <param name="link">What those without a parent link to.</param>
    private void AddAll(List<PlannedSpan> plan, TraceId? trace, long above, (TraceId, long)? link)
    {
        int first = _spans.Count;
        for (int i = 0; i < plan.Count; i++)
        {
            PlannedSpan span = plan[i];
            span.Ordinal = i;
            OtlpSpan? parent = span.Parent is { } planned ? _spans[first + planned.Ordinal] : null;
            TraceId own = parent?.Trace ?? trace ?? NextTrace();
            long start = _clock.ToUnix(span.Start);
            _spans.Add(new OtlpSpan(own, SpanIds.Span(above == 0 ? own.Low : above, i + 1), parent?.Id ?? above, PlainText.Printable(span.Name), start, Math.Max(start, _clock.ToUnix(span.End)))
            {
                IsError = span.IsError,
                Attributes = AttributesOf(span),
                Link = parent is null ? link : null,
            });
        }

        _planner.Pool.Return(plan);
    }

    private KeyValuePair<string, object?>[] AttributesOf(PlannedSpan span)
    {
        KeyValuePair<string, object?>[] attributes = [.. _tags.Of(span)];
        if (!IsRedacted)
            return attributes;
        for (int i = 0; i < attributes.Length; i++)
        {
            if (attributes[i] is { Key: SpanTags.FilePath or SpanTags.LongestAwait, Value: string text })
                attributes[i] = new(attributes[i].Key, Redaction.BareName(text));
        }

        return attributes;
    }

    private TraceId NextTrace() => SpanIds.Trace(_recorded.Pid, _recorded.Start, _traces++);
}

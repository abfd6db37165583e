using AsyncProf.EndToEnd.Tests.Receiving;

namespace AsyncProf.EndToEnd.Tests.Jaeger;

/// <summary>One trace as Jaeger arranges it: times in whole microseconds, children by parent.</summary>
public sealed class JaegerTrace
{
    private readonly Dictionary<string, ReceivedSpan> _spans;
    private readonly ILookup<string, ReceivedSpan> _children;

    public JaegerTrace(IEnumerable<ReceivedSpan> spans)
    {
        All = [.. spans];
        _spans = All.GroupBy(span => span.SpanId).ToDictionary(group => group.Key, group => group.First());
        _children = All.ToLookup(span => span.ParentId);
    }

    public IReadOnlyList<ReceivedSpan> All { get; }

    /// <summary>Spans without a parent, or whose parent did not arrive.</summary>
    public IEnumerable<ReceivedSpan> Roots => All.Where(span => !_spans.ContainsKey(span.ParentId));

    public static long Start(ReceivedSpan span) => span.Start / 1000;

    public static long End(ReceivedSpan span) => Start(span) + ((span.End - span.Start) / 1000);

    public ReceivedSpan? Parent(ReceivedSpan span) => _spans.GetValueOrDefault(span.ParentId);

    /// <summary>The children of a span that keep it busy and lie at least partly inside it.</summary>
    public IEnumerable<ReceivedSpan> Children(ReceivedSpan span) => _children[span.SpanId].Where(child => Start(child) < End(span) && End(child) > Start(span));
}

using AsyncProf.EndToEnd.Tests.Receiving;

namespace AsyncProf.EndToEnd.Tests.Jaeger;

/// <summary>
/// The critical path as Jaeger's page walks it: from a span's end back to the child that finished last, from a child's start back to the sibling that had
/// finished strictly before, and where there is none the parent has the time.
/// </summary>
public static class CriticalPath
{
    /// <summary>The sections of the path below a root, each the time of one span.</summary>
    public static IReadOnlyList<(ReceivedSpan Span, long From, long To)> Of(JaegerTrace trace, ReceivedSpan root)
    {
        List<(ReceivedSpan, long, long)> sections = [];
        ReceivedSpan? span = root;
        long until = long.MaxValue;
        while (span is { } here)
        {
            long end = Math.Min(until, End(trace, here));
            ReceivedSpan? last = trace.Children(here).Where(child => until == long.MaxValue || End(trace, child) < until).MaxBy(child => End(trace, child));
            long from = last is null ? JaegerTrace.Start(here) : End(trace, last);
            if (end > from)
                sections.Add((here, from, end));
            (span, until) = last is not null ? (last, long.MaxValue) : here == root ? (null, 0L) : (trace.Parent(here), JaegerTrace.Start(here));
        }

        return sections;
    }

    /// <summary>A child that ends after its parent is cut where the parent ends.</summary>
    private static long End(JaegerTrace trace, ReceivedSpan span) =>
        trace.Parent(span) is { } parent && JaegerTrace.End(span) > JaegerTrace.End(parent) ? JaegerTrace.End(parent) : JaegerTrace.End(span);
}

using AsyncProf.EndToEnd.Tests.Receiving;

namespace AsyncProf.EndToEnd.Tests.Jaeger;

/// <summary>What Jaeger would warn of or draw wrong in what the receiver got. Each complaint names the span.</summary>
public static class JaegerLint
{
    private const string Ours = "AsyncProf";

    /// <param name="spans">The spans.</param>
    /// <param name="maximumPerTrace">How many of ours a trace may have.</param>
    /// <param name="isFromOutside">Whether they are of a recording: then requests have spans of ours, and what no request began has no link.</param>
    public static IReadOnlyList<string> Check(IReadOnlyList<ReceivedSpan> spans, int maximumPerTrace, bool isFromOutside = false)
    {
        List<string> complaints = [];
        foreach (IGrouping<string, ReceivedSpan> group in spans.GroupBy(span => span.TraceId))
        {
            var trace = new JaegerTrace(group);
            complaints.AddRange(CheckTrace(trace, maximumPerTrace));
            complaints.AddRange(trace.All.Where(span => span.Scope == Ours).SelectMany(span => CheckSpan(trace, span, isFromOutside)));
            complaints.AddRange(trace.Roots.SelectMany(root => Lost(trace, root)));
        }

        return complaints;
    }

    private static IEnumerable<string> CheckTrace(JaegerTrace trace, int maximumPerTrace)
    {
        foreach (IGrouping<string, ReceivedSpan> twins in trace.All.GroupBy(span => span.SpanId).Where(twins => twins.Count() > 1))
            yield return $"{twins.Count()} spans have one id: {twins.First()}";
        ReceivedSpan[] roots = [.. trace.Roots];
        if (roots.Length != 1)
            yield return $"a trace has {roots.Length} roots: {string.Join(", ", roots.Select(root => root.ToString()))}";
        int ours = trace.All.Count(span => span.Scope == Ours);
        if (ours > maximumPerTrace * trace.All.Count(span => span.Scope != Ours || span.ParentId.Length == 0))
            yield return $"{ours} spans in a trace: {roots[0]}";
    }

    private static IEnumerable<string> CheckSpan(JaegerTrace trace, ReceivedSpan span, bool isFromOutside)
    {
        if (!span.Resource.ContainsKey("host.name"))
            yield return $"no host, so Jaeger suspects its clock: {span}";
        if (!span.Resource.TryGetValue("service.name", out string? service) || service.StartsWith("unknown_service", StringComparison.Ordinal))
            yield return $"no service: {span}";
        if (span.End - span.Start < 1_000)
            yield return $"shorter than a microsecond: {span}";
        if (span.ParentId.Length == 0)
        {
            if (span.Links.Count != 1 && !isFromOutside)
                yield return $"a trace of its own without its link: {span}";
            yield break;
        }

        ReceivedSpan? parent = trace.Parent(span);
        if (parent is null)
            yield return $"its parent has not come: {span}";
        else if (span.Start < parent.Start || span.End > parent.End)
            yield return $"not inside its parent: {span}, {parent}";
    }

    /// <summary>Children that stand beside no other, and that the critical path passes over though it goes through their parent at that time.</summary>
    private static IEnumerable<string> Lost(JaegerTrace trace, ReceivedSpan root)
    {
        foreach ((ReceivedSpan span, long from, long to) in CriticalPath.Of(trace, root))
        {
            ReceivedSpan[] children = [.. trace.Children(span)];
            foreach (ReceivedSpan child in children.Where(child => child.Scope == Ours))
            {
                bool passedOver = JaegerTrace.Start(child) >= from && JaegerTrace.End(child) <= to;
                bool alone = !children.Any(other => other != child && other.Start < child.End && other.End > child.Start);
                if (passedOver && alone)
                    yield return $"lost from the critical path: {child} in {span}";
            }
        }
    }
}

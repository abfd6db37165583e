using System.Diagnostics;
using AsyncProf.Profiles.Text;

namespace AsyncProf.Spans;

/// <summary>The attributes of a span, as <c>docs/spans.md</c> lists them. Durations are seconds.</summary>
internal static class SpanTags
{
    public static IEnumerable<KeyValuePair<string, object?>> Of(PlannedSpan span)
    {
        if (span.Await is { File.Length: > 0 } await)
        {
            yield return new("code.file.path", PlainText.Printable(await.File));
            if (await.Line > 0)
                yield return new("code.line.number", await.Line);
        }

        if (span.IsWait)
            yield break;
        yield return new("code.function.name", PlainText.Printable(span.Method));
        if (span.Awaiting.Length > 0)
            yield return new("asyncprof.awaiting", PlainText.Printable(span.Awaiting));
        if (span.ErrorType.Length > 0)
            yield return new("error.type", PlainText.Printable(span.ErrorType));
        if (span.LongestAwait.Length > 0)
            yield return new("asyncprof.longest_await", PlainText.Printable(span.LongestAwait));
        if (span.StartedBy.Length > 0)
            yield return new("asyncprof.started_by", PlainText.Printable(span.StartedBy));
        yield return new("asyncprof.running", Seconds(span.Task.Running));
        yield return new("asyncprof.waiting", Seconds(span.Task.Waiting));
        yield return new("asyncprof.ready", Seconds(span.Task.Ready));
        yield return new("asyncprof.blocked", Seconds(span.Task.Blocked));
        yield return new("asyncprof.elapsed.self", Seconds(span.ElapsedSelf));
        yield return new("asyncprof.segments", span.Segments);
        yield return new("asyncprof.awaits", span.Awaits);
        if (span.Collapsed > 0)
            yield return new("asyncprof.collapsed.count", span.Collapsed);
        if (span.Elided > 0)
            yield return new("asyncprof.elided.count", span.Elided);
    }

    private static double Seconds(long ticks) => (double)ticks / Stopwatch.Frequency;
}

using System.Collections;
using AsyncProf.Profiles.Text;

namespace AsyncProf.Spans;

/// <summary>
/// The attributes of a span, as <c>docs/spans.md</c> lists them. Durations are seconds. One set of them is filled for one span after the other, and read while
/// its activity is made.
/// </summary>
/// <param name="frequency">The ticks of the spans, a second.</param>
internal sealed class SpanTags(long frequency) : IReadOnlyList<KeyValuePair<string, object?>>
{
    public const string FilePath = "code.file.path", LongestAwait = "asyncprof.longest_await", Segments = "asyncprof.segments", Awaits = "asyncprof.awaits";

    private readonly List<KeyValuePair<string, object?>> _tags = new(16);

    /// <inheritdoc/>
    public int Count => _tags.Count;

    /// <inheritdoc/>
    public KeyValuePair<string, object?> this[int index] => _tags[index];

    /// <summary>The attributes of a span, valid until the next one's are asked for.</summary>
    public SpanTags Of(PlannedSpan span)
    {
        _tags.Clear();
        if (span.Await is { File.Length: > 0 } await)
        {
            AddText(FilePath, await.File);
            if (await.Line > 0)
                Add("code.line.number", TagValues.Of(await.Line));
        }

        if (span.IsWait)
            return this;
        AddText("code.function.name", span.Method); // the span of a request has none
        AddText("asyncprof.awaiting", span.Awaiting);
        AddText("error.type", span.ErrorType);
        AddText(LongestAwait, span.LongestAwait);
        AddText("asyncprof.started_by", span.StartedBy);
        Add("asyncprof.running", Seconds(span.Task.Running));
        Add("asyncprof.waiting", Seconds(span.Task.Waiting));
        Add("asyncprof.ready", Seconds(span.Task.Ready));
        Add("asyncprof.blocked", Seconds(span.Task.Blocked));
        Add("asyncprof.elapsed.self", Seconds(span.ElapsedSelf));
        Add(Segments, TagValues.Of(span.Segments));
        Add(Awaits, TagValues.Of(span.Awaits));
        if (span.Collapsed > 0)
            Add("asyncprof.collapsed.count", TagValues.Of(span.Collapsed));
        if (span.Elided > 0)
            Add("asyncprof.elided.count", TagValues.Of(span.Elided));
        return this;
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => _tags.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private object Seconds(long ticks) => TagValues.Of((double)ticks / frequency);

    private void Add(string name, object value) => _tags.Add(new(name, value));

    private void AddText(string name, string text)
    {
        if (text.Length > 0)
            Add(name, PlainText.Printable(text));
    }
}

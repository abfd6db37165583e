namespace AsyncProf.Spans;

/// <summary>Planned spans whose trace has left, or does not leave: used again, so that planning takes no memory. Runs on the engine's thread.</summary>
internal sealed class SpanPool
{
    /// <summary>Some 1 MB; what a second of many large traces took beyond it is given back.</summary>
    private const int MostSpans = 4096;
    private const int MostLists = 512;

    /// <summary>A list that has become longer than those of most traces is not kept.</summary>
    private const int LongestList = 512;

    private readonly Stack<PlannedSpan> _spans = new();
    private readonly Stack<List<PlannedSpan>> _lists = new();

    /// <summary>A span of which nothing is known yet.</summary>
    public PlannedSpan RentSpan() => _spans.TryPop(out PlannedSpan? span) ? span : new PlannedSpan { Name = "", Node = 0 };

    /// <summary>An empty list.</summary>
    public List<PlannedSpan> RentList() => _lists.TryPop(out List<PlannedSpan>? list) ? list : [];

    /// <summary>Takes back a span that nobody looks at any more.</summary>
    public void Return(PlannedSpan span)
    {
        if (_spans.Count >= MostSpans)
            return;
        span.Reset();
        _spans.Push(span);
    }

    /// <summary>Takes back the spans of a trace that nobody looks at any more, and their list.</summary>
    public void Return(List<PlannedSpan> spans)
    {
        foreach (PlannedSpan span in spans)
            Return(span);
        spans.Clear();
        if (_lists.Count < MostLists && spans.Capacity <= LongestList)
            _lists.Push(spans);
    }
}

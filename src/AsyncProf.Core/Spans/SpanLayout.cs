using System.Runtime.InteropServices;

namespace AsyncProf.Spans;

/// <summary>
/// Arranges spans so that Jaeger reads them right: children inside their parents, and siblings that follow each other apart by a whole microsecond after
/// every rounding, because its critical path looks for a sibling that ends strictly before the next begins, in microseconds. One thread uses it: it keeps its
/// buffers, so that it takes no memory.
/// </summary>
internal sealed class SpanLayout
{
    private const int MaximumRounds = 4;

    private readonly List<PlannedSpan> _recent = [];
    private PlannedSpan[] _byParent = [];
    private int[] _ends = [0];

    /// <summary>2 µs: a span's times are rounded to 100 ns when it is made, and to 1 µs when it is shown.</summary>
    private readonly long _gap;
    private readonly long _shortestLeft;

    /// <summary>Ends and starts move no further than this: of many that run at once every end is near another's start without being its neighbour.</summary>
    private readonly long _furthest;

    /// <summary>A root that has moved further than this, 1 ms, counts as moved far.</summary>
    private readonly long _far;

    /// <summary>Creates one for spans on some clock.</summary>
    /// <param name="frequency">Its ticks, a second.</param>
    public SpanLayout(long frequency)
    {
        Shortest = Math.Max(4, frequency / 250_000);
        (_gap, _shortestLeft, _furthest, _far) = (Shortest / 2, Shortest / 4, Shortest / 2 * 2, frequency / 1000);
    }

    /// <summary>No operation shorter than this gets a span: 4 µs, of which the gaps may take a half.</summary>
    public long Shortest { get; }

    /// <summary>Moves starts and ends by as little as is needed, and drops what has no room left. Returns how many operations were dropped.</summary>
    /// <param name="plan">The spans, parents first.</param>
    /// <param name="from">The tick at which the first may begin.</param>
    /// <param name="to">The tick at which the last must have ended.</param>
    public int Arrange(List<PlannedSpan> plan, long from, long to)
    {
        GroupByParent(plan);

        // Those without a parent first, then the children of each: a parent has its final place before its children.
        for (int parent = 0, begin = 0; parent <= plan.Count; begin = _ends[parent++])
        {
            if (_ends[parent] == begin)
                continue;
            Span<PlannedSpan> siblings = _byParent.AsSpan(begin, _ends[parent] - begin);
            (long first, long last) = parent == 0 ? (from, to) : (plan[parent - 1].Start, plan[parent - 1].End);

            // One that was shortened may now be the neighbour of one that it overlapped.
            for (int round = 0; round < MaximumRounds; round++)
            {
                if (KeepApart(ref siblings, first, last))
                    break;
            }
        }

        Array.Clear(_byParent, 0, plan.Count);
        return CountDropped(plan);
    }

    /// <summary>Puts the spans of one parent side by side, in the order of their parents.</summary>
    private void GroupByParent(List<PlannedSpan> plan)
    {
        if (_byParent.Length < plan.Count)
            (_byParent, _ends) = (new PlannedSpan[plan.Count * 2], new int[(plan.Count * 2) + 1]);
        Array.Clear(_ends, 0, plan.Count + 1);
        for (int i = 0; i < plan.Count; i++)
        {
            plan[i].Ordinal = i;
            _ends[PlaceOfParent(plan[i])]++;
        }

        for (int parent = 1; parent <= plan.Count; parent++)
            _ends[parent] += _ends[parent - 1];
        for (int i = plan.Count - 1; i >= 0; i--)
            _byParent[--_ends[PlaceOfParent(plan[i])]] = plan[i]; // what was an end is a begin now
        for (int parent = 0; parent < plan.Count; parent++)
            _ends[parent] = _ends[parent + 1];
        _ends[plan.Count] = plan.Count;
    }

    private static int PlaceOfParent(PlannedSpan span) => span.Parent is { } parent ? parent.Ordinal + 1 : 0;

    /// <summary>What is below one that was dropped is dropped too; the nearest above that is left says how many operations were.</summary>
    private static int CountDropped(List<PlannedSpan> plan)
    {
        int dropped = 0;
        foreach (PlannedSpan span in plan)
        {
            span.IsDropped |= span.Parent is { IsDropped: true };
            if (!span.IsDropped || span.IsWait)
                continue;
            int left = span.Elided + 1;
            dropped++;
            PlannedSpan? above = span.Parent;
            while (above is { IsDropped: true })
                above = above.Parent;
            if (above is not null)
                above.Elided += left;
        }

        return dropped;
    }

    /// <summary>Sees to it that all keep their distance; false if something had to be moved for it. What is dropped leaves the group.</summary>
    private bool KeepApart(ref Span<PlannedSpan> siblings, long from, long to)
    {
        bool isDone = true;
        int left = 0;
        siblings.Sort(static (a, b) => a.Start != b.Start ? a.Start.CompareTo(b.Start) : a.End != b.End ? a.End.CompareTo(b.End) : a.Ordinal.CompareTo(b.Ordinal));
        _recent.Clear(); // that end where the next ones may begin
        foreach (PlannedSpan span in siblings)
        {
            span.MoveInto(from, to, _far); // no further to the left than one that had to move
            if (KeepFromRecent(span))
                isDone = false;
            span.IsDropped = span.End - span.Start < _shortestLeft;
            if (span.IsDropped)
                continue;
            siblings[left++] = span;
            _recent.Add(span);
            from = span.Start;
        }

        siblings = siblings[..left];
        return isDone;
    }

    /// <summary>Sees to it that a span keeps its distance from those that end near its start; true if something had to be moved for it.</summary>
    private bool KeepFromRecent(PlannedSpan span)
    {
        int kept = 0;
        bool moved = false;
        foreach (PlannedSpan before in CollectionsMarshal.AsSpan(_recent))
        {
            if (before.End > span.Start - _gap)
                _recent[kept++] = before;
        }

        CollectionsMarshal.SetCount(_recent, kept);
        foreach (PlannedSpan before in CollectionsMarshal.AsSpan(_recent))
            moved |= Math.Abs(span.Start - before.End) < _gap && Separate(before, span);
        return moved;
    }

    /// <summary>
    /// One ends where the other begins: the first ends a little earlier, or where it is too short for that the second begins later. False if they
    /// really overlap, and stay as they are.
    /// </summary>
    private bool Separate(PlannedSpan before, PlannedSpan span)
    {
        long end = Math.Min(before.End, Math.Max(before.Start + _shortestLeft, span.Start - _gap));
        long start = Math.Max(span.Start, end + _gap);
        if (before.MeasuredEnd - end > _furthest || start - span.MeasuredStart > _furthest)
            return false;
        bool moved = (before.End, span.Start) != (end, start);
        (before.End, span.Start) = (end, start);
        return moved;
    }
}

using System.Diagnostics;

namespace AsyncProf.Spans;

/// <summary>
/// Arranges spans so that Jaeger reads them right: children inside their parents, and siblings that follow each other apart by a whole microsecond after
/// every rounding, because its critical path looks for a sibling that ends strictly before the next begins, in microseconds.
/// </summary>
internal static class SpanLayout
{
    private const int MaximumRounds = 4;

    /// <summary>No operation shorter than this gets a span: 4 µs, of which the gaps may take a half.</summary>
    public static readonly long Shortest = Math.Max(4, Stopwatch.Frequency / 250_000);

    /// <summary>2 µs: a span's times are rounded to 100 ns when it is made, and to 1 µs when it is shown.</summary>
    private static readonly long Gap = Shortest / 2;

    private static readonly long ShortestLeft = Shortest / 4;

    /// <summary>Ends and starts move no further than this: of many that run at once every end is near another's start without being its neighbour.</summary>
    private static readonly long Furthest = 2 * Gap;

    /// <summary>Moves starts and ends by as little as is needed, and drops what has no room left. Returns how many operations were dropped.</summary>
    /// <param name="plan">The spans, parents first.</param>
    /// <param name="from">The tick at which the first may begin.</param>
    /// <param name="to">The tick at which the last must have ended.</param>
    public static int Arrange(List<PlannedSpan> plan, long from, long to)
    {
        int dropped = 0;

        // A group follows the one its parent is in, so a parent has its final place before its children.
        foreach (IGrouping<PlannedSpan?, PlannedSpan> siblings in plan.GroupBy(span => span.Parent))
        {
            // One that was shortened may now be the neighbour of one that it overlapped.
            for (int round = 0; round < MaximumRounds; round++)
            {
                if (KeepApart([.. siblings.Where(span => !span.IsDropped)], siblings.Key?.Start ?? from, siblings.Key?.End ?? to))
                    break;
            }
        }

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

    /// <summary>Sees to it that all keep their distance; false if something had to be moved for it.</summary>
    private static bool KeepApart(PlannedSpan[] siblings, long from, long to)
    {
        bool isDone = true;
        List<PlannedSpan> recent = []; // that end where the next ones may begin
        foreach (PlannedSpan span in siblings.OrderBy(span => span.Start).ThenBy(span => span.End))
        {
            span.MoveInto(from, to); // no further to the left than one that had to move
            recent.RemoveAll(before => before.End <= span.Start - Gap);
            foreach (PlannedSpan before in recent)
            {
                if (Math.Abs(span.Start - before.End) < Gap && Separate(before, span))
                    isDone = false;
            }

            span.IsDropped = span.End - span.Start < ShortestLeft;
            if (span.IsDropped)
                continue;
            recent.Add(span);
            from = span.Start;
        }

        return isDone;
    }

    /// <summary>
    /// One ends where the other begins: the first ends a little earlier, or where it is too short for that the second begins later. False if they
    /// really overlap, and stay as they are.
    /// </summary>
    private static bool Separate(PlannedSpan before, PlannedSpan span)
    {
        long end = Math.Min(before.End, Math.Max(before.Start + ShortestLeft, span.Start - Gap));
        long start = Math.Max(span.Start, end + Gap);
        if (before.MeasuredEnd - end > Furthest || start - span.MeasuredStart > Furthest)
            return false;
        bool moved = (before.End, span.Start) != (end, start);
        (before.End, span.Start) = (end, start);
        return moved;
    }
}

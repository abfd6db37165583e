using System.Diagnostics;
using AsyncProf.Spans;

namespace AsyncProf.Core.Tests.Spans;

/// <summary>Whatever is planned, Jaeger's rules hold afterwards: random forests of spans, nested, abutting, overlapping, tiny.</summary>
public class SpanLayoutTests
{
    private static readonly long Microsecond = Stopwatch.Frequency / 1_000_000;

    [Fact]
    public void Arrange_RandomForests_KeepsChildrenInsideAndNeighboursApart()
    {
        var random = new Random(20261122);
        for (int round = 0; round < 2_000; round++)
        {
            List<PlannedSpan> plan = RandomForest(random);
            int before = plan.Count;

            int dropped = new SpanLayout(Stopwatch.Frequency).Arrange(plan, 0, 1_000 * Microsecond);

            Assert.Equal(dropped, plan.Count(span => span.IsDropped));
            PlannedSpan[] left = [.. plan.Where(span => !span.IsDropped)];
            Assert.All(left, span => Assert.True(span.End - span.Start >= Microsecond, "no span vanishes"));
            Assert.All(left, span => Assert.False(span.Parent?.IsDropped ?? false));
            Assert.All(left, span => Assert.InRange(span.Start, span.Parent?.Start ?? 0, long.MaxValue));
            Assert.All(left, span => Assert.InRange(span.End, 0, span.Parent?.End ?? (1_000 * Microsecond)));
            foreach (IGrouping<PlannedSpan?, PlannedSpan> siblings in left.GroupBy(span => span.Parent))
                AssertNeighboursApart([.. siblings]);
        }
    }

    [Fact]
    public void Arrange_NeighboursOfZeroDistance_BothKeepAllButTheGap()
    {
        List<PlannedSpan> plan = [Span(null, 0, 100), Span(null, 100, 200)];

        Assert.Equal(0, new SpanLayout(Stopwatch.Frequency).Arrange(plan, 0, 200 * Microsecond));

        Assert.Equal((0, 98 * Microsecond), (plan[0].Start, plan[0].End));
        Assert.Equal((100 * Microsecond, 200 * Microsecond), (plan[1].Start, plan[1].End));
    }

    [Fact]
    public void Arrange_ADenseFanOut_LeavesEverySpanAboutAsLongAsItWas()
    {
        List<PlannedSpan> plan = [.. Enumerable.Range(0, 512).Select(i => Span(null, i * 3 / 2, (i * 3 / 2) + 20 + (i * 7 % 680)))];
        long[] lengths = [.. plan.Select(span => span.End - span.Start)];

        Assert.Equal(0, new SpanLayout(Stopwatch.Frequency).Arrange(plan, 0, 2_000 * Microsecond));

        for (int i = 0; i < plan.Count; i++)
            Assert.InRange(plan[i].End - plan[i].Start, lengths[i] - (8 * Microsecond), lengths[i]);
    }

    [Fact]
    public void Arrange_AChildWithoutRoom_IsDroppedWithAllBelowAndCountedAbove()
    {
        PlannedSpan parent = Span(null, 0, 100), late = Span(parent, 99, 100), below = Span(late, 99, 100);
        List<PlannedSpan> plan = [parent, Span(null, 100, 200), late, below];

        Assert.Equal(2, new SpanLayout(Stopwatch.Frequency).Arrange(plan, 0, 200 * Microsecond));

        Assert.True(late.IsDropped && below.IsDropped);
        Assert.Equal(2, parent.Elided);
    }

    /// <summary>Two that hardly touch are one after the other: in microseconds, one must end strictly before the other begins.</summary>
    private static void AssertNeighboursApart(PlannedSpan[] siblings)
    {
        foreach (PlannedSpan a in siblings)
        {
            PlannedSpan? next = siblings.Where(b => b.Start >= a.End).MinBy(b => b.Start);
            bool concurrent = siblings.Any(b => b != a && b != next && b.Start < a.End + (8 * Microsecond) && b.End > a.Start - (8 * Microsecond));
            if (next is not null && !concurrent)
                Assert.True(a.End / Microsecond < next.Start / Microsecond, $"{a.Start}..{a.End} and {next.Start}..{next.End}");
        }
    }

    private static List<PlannedSpan> RandomForest(Random random)
    {
        List<PlannedSpan> plan = [];
        Grow(null, 0, 1_000, 0);
        return plan;

        void Grow(PlannedSpan? parent, int from, int to, int depth)
        {
            int at = from;
            for (int n = random.Next(1, 6); n > 0 && at < to && depth < 5; n--)
            {
                int length = random.Next(4) == 0 ? random.Next(1, 6) : random.Next(1, Math.Max(2, to - at));
                int end = Math.Min(to, at + length);
                PlannedSpan span = Span(parent, at, end);
                plan.Add(span);
                Grow(span, at, end, depth + 1);
                at = random.Next(5) switch { 0 => at + random.Next(3), 1 => end + random.Next(5), _ => end };
            }
        }
    }

    private static PlannedSpan Span(PlannedSpan? parent, long from, long to) =>
        new() { Name = "M", Node = 0, Parent = parent, Start = from * Microsecond, End = to * Microsecond };
}

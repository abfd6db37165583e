using System.Diagnostics;
using AsyncProf.Attribution;
using AsyncProf.Spans;
using AsyncProf.Symbols.Awaits;

namespace AsyncProf.Core.Tests.Spans;

/// <summary>The attributes of a span, by its numbers.</summary>
public class SpanTagsTests
{
    private readonly SpanTags _tags = new(Stopwatch.Frequency);

    [Fact]
    public void Of_ASpanThatStandsForMore_SaysForHowMany()
    {
        PlannedSpan span = Span();
        span.Fold(new TreeNode { Segments = 2, Awaits = 3 });
        span.Fold(new TreeNode { Segments = 2, Awaits = 3 });
        span.Elided = 5000;

        Dictionary<string, object?> tags = Read(span);

        Assert.Equal((2, 5000), (tags["asyncprof.collapsed.count"], tags["asyncprof.elided.count"]));
        Assert.Equal((5, 7), (tags["asyncprof.segments"], tags["asyncprof.awaits"]));
    }

    [Fact]
    public void Of_ASpanOfOneOperation_SaysNothingOfOthers() =>
        Assert.Equal(
            ["code.function.name", "asyncprof.running", "asyncprof.waiting", "asyncprof.ready", "asyncprof.blocked", "asyncprof.elapsed.self", "asyncprof.segments", "asyncprof.awaits"],
            Read(Span()).Keys);

    [Fact]
    public void Of_Times_AreSecondsAndNothingIsZero()
    {
        PlannedSpan span = Span();
        span.Task = new StateTimes { Waiting = Stopwatch.Frequency / 4 };

        Dictionary<string, object?> tags = Read(span);

        Assert.Equal((0.25, 0.0), (tags["asyncprof.waiting"], tags["asyncprof.blocked"]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1023)]
    [InlineData(1024)]
    [InlineData(100_000)]
    public void Of_APlace_IsTheFileAndLineOfTheAwait(int line)
    {
        PlannedSpan span = Span();
        span.Await = new AwaitInfo("", false, "Shop.cs", line, -1);

        Dictionary<string, object?> tags = Read(span);

        Assert.Equal(("Shop.cs", line), (tags["code.file.path"], tags["code.line.number"]));
    }

    [Fact]
    public void Of_AnotherSpan_LeavesNothingOfTheFirst()
    {
        PlannedSpan failed = Span();
        (failed.ErrorType, failed.Elided) = ("System.TimeoutException", 1);
        Read(failed);

        Dictionary<string, object?> tags = Read(new PlannedSpan { Name = "await Task.Delay", Node = 0, IsWait = true });

        Assert.Empty(tags);
    }

    private static PlannedSpan Span() => new() { Name = "M", Method = "Shop.M", Node = 0, Segments = 1, Awaits = 1 };

    private Dictionary<string, object?> Read(PlannedSpan span) => new(_tags.Of(span));
}

using System.Diagnostics;
using AsyncProf.Clocks;

namespace AsyncProf.Runtime.Tests.Clocks;

public class ClockAnchorTests
{
    private static readonly ClockAnchor Anchor = new(1000 * Stopwatch.Frequency, new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc));

    [Fact]
    public void Read_NextToBothClocks_BringsOneToTheOther()
    {
        var anchor = ClockAnchor.Read();
        long slack = Stopwatch.Frequency / 1000, before = Stopwatch.GetTimestamp(), now = anchor.ToTick(DateTime.UtcNow);

        Assert.InRange(now, before - slack, Stopwatch.GetTimestamp() + slack);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1500)]
    [InlineData(-86_400_000)]
    public void ToTick_OfAMoment_IsItsDistanceFromTheAnchorAndBack(int milliseconds)
    {
        DateTime utc = Anchor.Utc.AddMilliseconds(milliseconds);

        long tick = Anchor.ToTick(utc);

        Assert.Equal(Anchor.Tick + ((long)milliseconds * Stopwatch.Frequency / 1000), tick);
        Assert.Equal(utc, Anchor.ToUtc(tick));
    }

    [Fact]
    public void ToTick_ATimeThatCannotBe_IsTheFirstOrTheLastTick()
    {
        var late = new ClockAnchor(long.MaxValue - 1, Anchor.Utc);
        var early = new ClockAnchor(long.MinValue + 1, Anchor.Utc);

        Assert.Equal(long.MaxValue, late.ToTick(DateTime.MaxValue));
        Assert.Equal(long.MinValue, early.ToTick(DateTime.MinValue));
        Assert.Equal(long.MaxValue, ClockAnchor.ToTicks(TimeSpan.MaxValue));
    }
}

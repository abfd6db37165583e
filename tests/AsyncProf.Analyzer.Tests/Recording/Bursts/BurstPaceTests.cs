using System.Diagnostics;
using AsyncProf.Recording.Bursts;

namespace AsyncProf.Analyzer.Tests.Recording.Bursts;

public class BurstPaceTests
{
    private readonly BurstPace _pace = new();

    [Fact]
    public void Length_AtFirst_IsTheShortest() => Assert.Equal(20, _pace.Length.TotalMilliseconds);

    [Theory]
    [InlineData(1_000_000, 20)] // a busy process: no shorter
    [InlineData(10_000, 100)] // as long as a thousand stacks take
    [InlineData(100, 500)] // an idle one: no longer
    public void Length_Later_IsForSoManyStacks(int perSecond, int milliseconds)
    {
        for (int i = 0; i < 10; i++)
            _pace.Took(perSecond / 50, Stopwatch.Frequency / 50, taught: 1_000_000);

        Assert.Equal(milliseconds, _pace.Length.TotalMilliseconds, 1.0);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(1, -5)]
    public void Length_AfterABurstThatSawNothing_IsTheLongest(int beginnings, long ticks)
    {
        _pace.Took(beginnings, ticks, taught: 0);

        Assert.Equal(500, _pace.Length.TotalMilliseconds);
    }

    [Fact]
    public void Interval_WhileNothingIsNew_DoublesToTenSeconds()
    {
        List<double> seconds = [_pace.Interval.TotalSeconds];
        for (int i = 0; i < 5; i++)
        {
            _pace.Took(1_000, Stopwatch.Frequency / 50, taught: 1);
            seconds.Add(_pace.Interval.TotalSeconds);
        }

        _pace.Took(1_000, Stopwatch.Frequency / 50, taught: 20);

        Assert.Equal([1, 2, 4, 8, 10, 10], seconds);
        Assert.Equal(1, _pace.Interval.TotalSeconds);
    }
}

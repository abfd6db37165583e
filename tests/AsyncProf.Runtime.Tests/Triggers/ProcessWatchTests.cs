using System.Diagnostics;
using AsyncProf.Triggers;

namespace AsyncProf.Runtime.Tests.Triggers;

/// <summary>Conditions of the process, in ticks that pass by hand.</summary>
public class ProcessWatchTests
{
    private static readonly long Second = Stopwatch.Frequency;

    [Fact]
    public void CpuWatch_OverFiveSeconds_HoldsFromItsShareOn()
    {
        TimeSpan used = TimeSpan.FromHours(1);
        var watch = new CpuWatch(0.8, () => used, static () => 2);

        Assert.Null(watch.Poll(100 * Second));
        used += TimeSpan.FromSeconds(7.9);
        Assert.Null(watch.Poll(105 * Second));
        used += TimeSpan.FromSeconds(8.1);
        Assert.Null(watch.Poll(109 * Second));
        Assert.Equal("cpu: 81 % of what is available, at least 80 %", watch.Poll(110 * Second));
        Assert.NotNull(watch.Poll(112 * Second)); // until it is known better
        Assert.Null(watch.Poll(115 * Second));
    }

    [Fact]
    public void PoolWatch_WhileAnItemWaits_HoldsFromItsLimitOn()
    {
        long delay = 0;
        var watch = new PoolWatch(TimeSpan.FromMilliseconds(100), _ => delay);

        Assert.Null(watch.Poll(0));
        delay = 100_000_000;
        Assert.Null(watch.Poll(1));
        delay = 250_000_000;
        Assert.Equal("pool-delay: 250 ms, more than 100 ms", watch.Poll(2));
        delay = 0;
        Assert.Null(watch.Poll(3));
    }
}

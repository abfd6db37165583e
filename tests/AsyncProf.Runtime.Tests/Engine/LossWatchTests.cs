using System.Diagnostics;
using AsyncProf.Engine;

namespace AsyncProf.Runtime.Tests.Engine;

public class LossWatchTests
{
    private readonly LossWatch _watch = new();

    [Fact]
    public void IsDue_WhileNothingIsLost_Never()
    {
        Assert.False(_watch.IsDue(0, At(1), isHeld: false));
        Assert.False(_watch.IsDue(0, At(100), isHeld: false));
        Assert.False(_watch.IsPending);
        Assert.Equal(long.MaxValue, _watch.Since);
    }

    [Fact]
    public void IsDue_WhenNoMoreIsLost_IsOnceAndSinceTheLastSoundMoment()
    {
        _watch.IsDue(0, At(1), isHeld: false);

        Assert.False(_watch.IsDue(5, At(1.2), isHeld: false));
        Assert.False(_watch.IsDue(9, At(1.6), isHeld: false));
        Assert.False(_watch.IsDue(9, At(2), isHeld: false));
        Assert.True(_watch.IsDue(9, At(2.2), isHeld: false));
        Assert.Equal(At(1), _watch.Since);
        _watch.Clear();
        Assert.False(_watch.IsDue(9, At(9), isHeld: false));
    }

    [Fact]
    public void IsDue_WhileMoreIsLostAllTheTime_IsAfterFiveSeconds()
    {
        _watch.IsDue(0, At(1), isHeld: false);

        bool[] due = [.. Enumerable.Range(1, 60).Select(i => _watch.IsDue(i, At(1 + (i / 10.0)), isHeld: false))];

        Assert.Equal(49, Array.IndexOf(due, true));
    }

    [Fact]
    public void IsDue_WhileSomebodyNeedsAll_Waits()
    {
        _watch.IsDue(0, At(1), isHeld: true);

        Assert.False(_watch.IsDue(5, At(1.2), isHeld: true));
        Assert.False(_watch.IsDue(5, At(100), isHeld: true));
        Assert.True(_watch.IsPending);
        Assert.True(_watch.IsDue(5, At(100.1), isHeld: false));
    }

    private static long At(double seconds) => (long)(seconds * Stopwatch.Frequency);
}

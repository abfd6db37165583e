using AsyncProf.Building;

namespace AsyncProf.Core.Tests.Building;

public class PrefixBoundTests
{
    private PrefixBound _bound;

    [Fact]
    public void Add_OfARecursion_CountsTheStretchOnce()
    {
        for (int depth = 0; depth < 1000; depth++)
            _bound.Add(suspended: 50_000 - depth, atMost: 50_000 - depth - 10_000); // from 10,000 on: the outermost suspends last, and comes first

        Assert.Equal(40_000, Ns);
    }

    [Fact]
    public void Add_OfCallsThatSuspendOneAfterTheOther_CountsTheLongest()
    {
        _bound.Add(suspended: 120, atMost: 20);
        _bound.Add(suspended: 150, atMost: 50);

        Assert.Equal(50, Ns);
    }

    [Fact]
    public void Add_OfSeveralStretches_IsTheirSum()
    {
        _bound.Add(suspended: 120, atMost: 20);
        _bound.Add(suspended: 130, atMost: 20);
        _bound.Add(suspended: 900, atMost: 0);
        _bound.Add(suspended: 900, atMost: -1); // nothing is known of it

        Assert.Equal(40, Ns);
    }

    private long Ns => _bound.Ns(new TickClock(1_000_000_000));
}

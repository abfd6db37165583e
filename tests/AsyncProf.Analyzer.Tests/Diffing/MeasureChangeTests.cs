using AsyncProf.Diffing;
using AsyncProf.Renderers.Diffs;

namespace AsyncProf.Analyzer.Tests.Diffing;

public class MeasureChangeTests
{
    /// <summary>Workers that had ended before they were awaited leave one run of the base with nothing.</summary>
    [Fact]
    public void Of_OneRunOfTheBaseWithNothing_IsTheRatioOfTheOthers()
    {
        var change = MeasureChange.Of([200, 200, 0, 200, 200], [300, 300, 300, 300, 300]);

        Assert.Equal("+50.0 %", DiffNumbers.Relative(change));
        Assert.True(change.IsLarge(Decision.Regression, threshold: 0.4, floorNs: 1));
    }

    [Fact]
    public void IsLarge_OneRunOfTheBaseWithNothing_HasTheThresholdStill() =>
        Assert.False(MeasureChange.Of([200, 200, 0, 200, 200], [202, 202, 202, 202, 202]).IsLarge(Decision.Regression, threshold: 0.05, floorNs: 1));

    [Fact]
    public void IsLarge_FromNothing_IsMoreThanAnyThreshold()
    {
        var change = MeasureChange.Of([0, 0, 0, 1, 0], [9, 9, 9, 9, 9]);

        Assert.Equal("from 0", DiffNumbers.Relative(change));
        Assert.True(change.IsLarge(Decision.Regression, threshold: 100, floorNs: 1));
    }

    /// <summary>Of half the pairs the head is infinitely more, so that nothing is proved to be less, though the differences say so.</summary>
    [Fact]
    public void IsLarge_InfinitelyMoreOfHalfThePairs_IsNoImprovement()
    {
        var change = MeasureChange.Of([0, 10], [1, 1]);

        Assert.Equal((null, -4), (change.Ratio, change.Shift.Estimate));
        Assert.False(change.IsLarge(Decision.Improvement, threshold: 0.05, floorNs: 1));
    }
}

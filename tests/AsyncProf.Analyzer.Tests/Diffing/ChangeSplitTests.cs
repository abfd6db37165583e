using AsyncProf.Diffing;

namespace AsyncProf.Analyzer.Tests.Diffing;

public class ChangeSplitTests
{
    [Theory]
    [InlineData(2, 20, 4, 40, 20, 0, 0)]
    [InlineData(2, 20, 2, 30, 0, 10, 0)]
    [InlineData(2, 20, 4, 60, 20, 10, 10)]
    [InlineData(4, 60, 2, 20, -30, -20, 10)]
    [InlineData(0, 0, 3, 30, 30, 0, 0)]
    [InlineData(3, 30, 0, 0, -30, 0, 0)]
    [InlineData(0, 5, 3, 30, 0, 25, 0)]
    [InlineData(0, 0, 0, 0, 0, 0, 0)]
    public void Of_CallsAndTimes_SplitsIntoPartsThatSumToTheChange(double baseCalls, double baseTime, double headCalls, double headTime, double calledMore, double eachSlower, double cross)
    {
        ChangeSplit split = ChangeSplit.Of(baseCalls, baseTime, headCalls, headTime);

        Assert.Equal(new ChangeSplit(calledMore, eachSlower, cross), split);
        Assert.Equal(headTime - baseTime, split.CalledMore + split.EachSlower + split.Cross, 9);
    }
}

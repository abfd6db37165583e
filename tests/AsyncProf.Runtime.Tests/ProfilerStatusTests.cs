namespace AsyncProf.Runtime.Tests;

public class ProfilerStatusTests
{
    [Theory]
    [InlineData(0, 0, 0, 1)]
    [InlineData(10, 0, 0, 1)]
    [InlineData(10, 4, 0, 0.6)]
    [InlineData(10, 4, 10, 0.3)]
    [InlineData(0, 0, 10, 0)]
    public void CompleteTraceShare_OfRootsAndRequestsInPauses_CountsWhatHasAllItsSpans(long roots, long refused, long outside, double expected)
    {
        var status = new ProfilerStatus { Roots = roots, RefusedRoots = refused, OutsideRequests = outside };

        Assert.Equal(expected, status.CompleteTraceShare, precision: 9);
    }
}

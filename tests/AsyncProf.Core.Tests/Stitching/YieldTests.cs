using AsyncProf.Testing;

namespace AsyncProf.Core.Tests.Stitching;

/// <summary>A yield is its own method's, whoever else ran on the thread meanwhile.</summary>
public class YieldTests
{
    [Fact]
    public void Yield_LongAfterACallThatHasEndedSince_IsTheCallers()
    {
        ProfileReading profile = new TraceBuilder()
            .At(1).Begins("P").Yields()
            .At(2).Runs("P").At(3).Begins("B")
            .On(2).At(5).Runs("B").At(15).Ends("B").Leaves()
            .On(1).At(17).Yields().Leaves()
            .At(20).Runs("P").Ends("P").Leaves()
            .At(100).Begins("Later")
            .Play();

        profile.Operation("B").Calls(1).Waiting(2).Running(10).Ready(0);
        profile.Operation("P").Ready(1 + 3);
        Assert.Equal(0, profile.Profile.Recording.IllegalTransitions);
    }
}

using AsyncProf.Testing;

namespace AsyncProf.Core.Tests.Stitching;

/// <summary>A continuation that runs inside another operation's segment borrows its thread.</summary>
public class InliningTests
{
    [Fact]
    public void ContinuationInlinedInAScheduler_LendsTheThreadBelow()
    {
        ProfileReading profile = new TraceBuilder()
            .At(1).Begins("Q").Awaits("Q", "T").Begins("P").Yields()
            .At(2).Runs("P").At(3).Completes("T").Queues("C").Runs("C").Runs("Q").At(13).Ends("Q").Leaves().Leaves().Leaves()
            .At(14).Ends("P").Leaves()
            .Play();

        profile.Operation("P").Running(2).Ready(1 + 10).Awaits("(inlined Q)");
        profile.Operation("Q").Running(10);
    }
}

using AsyncProf.Core.Tests.Attribution;
using AsyncProf.Testing;

namespace AsyncProf.Core.Tests.Stitching.Tpl;

public class LateNamesTests
{
    private readonly AwaitTrace _await = new();

    [Fact]
    public void Awaits_OfACallBegunBefore_NameItByItsPlace()
    {
        _await.Knows(1, "P", "Gate.WaitAsync", 10);
        _await.Trace.At(10).Runs("p").At(15).Place(1).Awaits("p", "T").Leaves()
            .On(2).At(25).Completes("T").At(27).Runs("p").At(30).Ends("p").Leaves().Leaves();

        ProfileReading profile = _await.Play();

        profile.Operation("P").Calls(0, outermost: 0).Running(8).Waiting(10).Ready(2);
        Assert.Equal(["Gate.WaitAsync:10 1x 10/2/3"], AwaitTrace.Awaits(profile, "P"));
        Assert.Equal(1, profile.Profile.Recording.BegunBefore);
    }

    [Fact]
    public void Awaits_WithoutAPlace_LeaveTheCallNameless()
    {
        _await.Trace.At(10).Runs("p").At(15).Awaits("p", "T").Leaves().On(2).At(25).Completes("T").At(27).Runs("p").At(30).Ends("p").Leaves().Leaves();

        _await.Play().Operation("(begun before recording)").Running(8).Waiting(10);
    }
}

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

    [Fact]
    public void Awaits_InsideWhatItLentItsThreadTo_AreOfAnIteratorBegunBefore()
    {
        // The iterator gives an item, its consumer runs inline and asks for the next one, which waits; then the last item comes.
        _await.Trace.At(10).Runs("i").At(12).Runs("c").At(15).Awaits("i", "T").Leaves().Leaves()
            .On(2).At(25).Completes("T").Runs("i").At(27).Runs("c").At(28).Ends("i").At(30).Ends("c").Leaves().Leaves().Leaves();

        ProfileReading profile = _await.Play();

        Assert.Equal(0, profile.Profile.Recording.IllegalTransitions);
        Assert.Equal(0, profile.Profile.Recording.Unbalanced);
        Assert.Equal(1, profile.Profile.Recording.InferredEdges);
        profile.Operation("(begun before recording)").Running(10).Waiting(10);
    }
}

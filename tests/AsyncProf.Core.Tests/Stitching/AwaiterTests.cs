using AsyncProf.Testing;

namespace AsyncProf.Core.Tests.Stitching;

/// <summary>Who awaits whom, where the events come in an unusual order or leave a name out.</summary>
public class AwaiterTests
{
    [Fact]
    public void Join_ThatNobodyHasAwaitedYet_LosesNoneOfItsEndedChildren()
    {
        ProfileReading profile = new TraceBuilder()
            .At(1).Begins("P").Yields()
            .At(2).Runs("P").Begins("A").Begins("B").Makes("J", "Task.WhenAll").Makes("D", "Task.Delay").Awaits("P", "D").Leaves()
            .On(2).At(12).Runs("A").Ends("A").Completes("A").Joins("J").Leaves().Leaves()
            .At(101).Begins("Later")
            .Play();

        profile.Operation("A").Calls(1).Wall(10);
    }

    [Fact]
    public void AwaitedBeforeItWasSeenToRun_IsItsAwaitersChild()
    {
        ProfileReading profile = new TraceBuilder()
            .At(1).Begins("P").Awaits("P", "X")
            .On(2).At(11).Runs("X").At(13).Ends("X").Completes("X").Runs("P").At(14).Ends("P").Leaves().Leaves().Leaves()
            .Play();

        Assert.Equal(["P"], profile.Roots);
        profile.Operation("P").Awaits("(begun before recording)");
    }

    [Fact]
    public void AwaitedBeforeItWasSeenToAwait_IsItsAwaitersChild()
    {
        ProfileReading profile = new TraceBuilder()
            .At(1).Begins("P").Awaits("P", "X")
            .On(2).At(5).Begins("Y").Awaits("X", "Y")
            .At(15).Runs("Y").Ends("Y").Completes("Y").Runs("X").Ends("X").Completes("X").Runs("P").Ends("P").Leaves().Leaves().Leaves().Leaves().Leaves()
            .Play();

        Assert.Equal(["P"], profile.Roots);
        Assert.Equal(10, ProfileReading.Ticks(profile.Stack("P", "(begun before recording)", "Y").ElapsedTotal.TotalNs));
    }

    [Fact]
    public void ManyPooledMethods_ThatAwaitOneTask_AllEndWithIt()
    {
        TraceBuilder trace = new TraceBuilder().At(1).Begins("Gate");
        for (int i = 0; i < 100; i++)
            trace.SomebodyAwaits("Gate");
        ProfileReading profile = trace.At(11).Runs("Gate").Ends("Gate").Completes("Gate").Leaves().Leaves().At(1000).Begins("Later").Play();

        profile.Operation("(pooled async method)").Calls(100).Running(0).Ready(0).Wall(1000);
    }
}

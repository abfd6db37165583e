using AsyncProf.Testing;

namespace AsyncProf.Core.Tests.Stitching;

/// <summary>Events were lost: of what shows no sign of life since then it is not known whether it has ended.</summary>
public class DoubtfulTests
{
    [Fact]
    public void Finish_AfterALoss_ChargesWhatShowsNoSignUpToThere()
    {
        TraceBuilder trace = new TraceBuilder()
            .At(1).Makes("delay", "Task.Delay").Begins("Lost").Awaits("Lost", "delay").Makes("delay 2", "Task.Delay").Begins("Lives").Awaits("Lives", "delay 2")
            .At(50).Ends("delay 2").Completes("delay 2").Runs("Lives").At(52).Awaits("Lives", "delay 3").Leaves().Leaves();
        var playback = new Playback(trace.Names);
        playback.Feed(trace.Log);

        playback.Stitcher.Finish(100, doubtfulSince: 20);

        ProfileReading profile = playback.Finish();
        profile.Operation("Lost").Waiting(19);
        profile.Operation("Lives").Waiting(49 + 48).Running(2);
        Assert.Equal(profile.Profile.Roots.Sum(root => root.ElapsedNs), profile.Profile.Tree.ElapsedTotal.TotalNs);
    }
}

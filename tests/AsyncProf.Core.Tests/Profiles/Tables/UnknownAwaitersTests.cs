using AsyncProf.Profiles;
using AsyncProf.Stitching.Records;
using AsyncProf.Testing;
using AsyncProf.Testing.Scenarios;
using AsyncProf.Testing.Simulation;

namespace AsyncProf.Core.Tests.Profiles.Tables;

public class UnknownAwaitersTests
{
    [Fact]
    public void Methods_OfOperationsWhoseAwaiterIsUnknown_HaveTheirNumberAndTaskTime()
    {
        // X ends, and somebody goes on after it whom no event names; it had awaited Y.
        ProfileReading profile = Untold();

        MethodRow x = profile.Operation("X").Row;
        Assert.Equal((1, 30), (x.AwaiterUnknown, ProfileReading.Ticks(x.AwaiterUnknownTaskNs)));
        Assert.Equal(0, profile.Operation("Y").Row.AwaiterUnknownTaskNs);
        Assert.Equal(0.75, profile.Profile.Recording.AwaiterUnknownShare, 9);
        Assert.Equal(1, profile.Profile.Recording.AwaiterUnknown);
    }

    [Fact]
    public void Share_OfAProfileThatWasWrittenAndRead_IsTheSame()
    {
        AsyncProfile profile = Untold().Profile;
        using var file = new MemoryStream();
        profile.Save(file);
        file.Position = 0;

        Assert.Equal(ProfileDump.Of(profile), ProfileDump.Of(AsyncProf.Profiles.Pprof.ProfileFile.Read(file)));
    }

    [Fact]
    public void Merge_OfAProfileWithItself_KeepsTheShare()
    {
        AsyncProfile profile = Untold().Profile;

        Assert.Equal(profile.Recording.AwaiterUnknownShare, AsyncProfile.Merge(profile, profile).Recording.AwaiterUnknownShare, 9);
    }

    [Fact]
    public void WhenEach_WithoutTheRuleForItsChildren_IsInTheTable()
    {
        ProfileReading profile = Playback.Of(s => s.Method("P", [new Step.Yield(), new Step.Await(ScenarioPrograms.WhenEach(s))]), rules: EdgeRules.All & ~EdgeRules.WhenEach);

        Assert.Equal(3, Assert.Single(profile.Profile.Spawns, spawn => spawn is { Starter: "P", Started: "AsyncSleep" }).AwaiterUnknown);
    }

    private static ProfileReading Untold() => new TraceBuilder()
        .At(1).Begins("Y").Begins("X").Awaits("X", "Y")
        .On(2).At(21).Runs("Y").At(26).Ends("Y").Completes("Y").Runs("X").At(31).Ends("X").Completes("X").Leaves().Leaves().Leaves().Leaves()
        .On(3).At(41).Begins("Z").At(51).Runs("Z").Ends("Z").Leaves()
        .Play();
}

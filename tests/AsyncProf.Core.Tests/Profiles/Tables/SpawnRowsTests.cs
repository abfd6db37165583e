using System.Text.RegularExpressions;
using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Pprof;
using AsyncProf.Testing;
using AsyncProf.Testing.Simulation;

namespace AsyncProf.Core.Tests.Profiles.Tables;

/// <summary>Who began what nobody awaited is told, and charges nothing.</summary>
public class SpawnRowsTests
{
    [Fact]
    public void Spawns_OfWhatOutlivedItsStarter_SayWhoBeganItHowOftenAndForHowLong()
    {
        AsyncProfile profile = Playback.Of(Forgetful).Profile;

        SpawnRow mail = Assert.Single(profile.Spawns, row => row.Started == "Mail");
        Assert.Equal(("Handler", FrameKind.Method, 2, 2, 0, 200), (mail.Starter, mail.StarterKind, mail.Count, mail.Outlived, mail.StillRunning, ProfileReading.Ticks(mail.TaskNs)));
        RootRow root = Assert.Single(profile.Roots, row => row.Name == "Mail");
        Assert.Equal((RootKind.Detached, "Handler"), (root.Kind, Assert.Single(root.StartedBy)));
    }

    [Fact]
    public void Spawns_OfWhatEndedBeforeItsStarter_AreCountedThereToo()
    {
        AsyncProfile profile = Playback.Of(s => s.Method("Handler", [new Step.Yield(), new Step.Start(Sleep(s, "Log", 5)), new Step.Await(s.Delay(50))])).Profile;

        SpawnRow log = Assert.Single(profile.Spawns);
        Assert.Equal(("Handler", "Log", 1, 0, 5), (log.Starter, log.Started, log.Count, log.Outlived, ProfileReading.Ticks(log.TaskNs)));
    }

    [Fact]
    public void Spawns_OfWhatIsAwaited_AreNone() => Assert.Empty(Playback.Of(s => s.Method("Handler", [new Step.Yield(), new Step.Await(Sleep(s, "Load", 5))])).Profile.Spawns);

    [Fact]
    public void Spawns_OfWhatHasNotEnded_AreStillRunningAndStandInOneRow()
    {
        AsyncProfile profile = Hosting();

        SpawnRow loop = Assert.Single(profile.Spawns, row => row.Started == "Loop");
        Assert.Equal(("Host", 1, 1), (loop.Starter, loop.Count, loop.StillRunning));
        RootRow root = Assert.Single(profile.Roots, row => row.Name == "Loop");
        Assert.Equal((RootKind.Open, 1), (root.Kind, root.StillRunning));
        Assert.Contains("Loop  (started by Host; still running)", TextReport.Roots(profile, width: 120), StringComparison.Ordinal);
        Assert.Contains("Loop  (started by Host; still running)", TextReport.Trees(profile, 10, width: 120), StringComparison.Ordinal);
    }

    [Fact]
    public void Strip_OfWhatStillRuns_CountsItOnce()
    {
        AsyncProfile stripped = Hosting().Strip();

        Assert.Equal(1, Assert.Single(stripped.Roots, row => row.Name == "Loop").StillRunning);
        Assert.Equal(1, Assert.Single(stripped.Spawns, row => row.Started == "Loop").StillRunning);
    }

    [Fact]
    public void Spawns_OfAProfileThatWasWrittenAndRead_AreTheSame()
    {
        AsyncProfile profile = Playback.Of(Forgetful).Profile;

        Assert.Equal(ProfileDump.Of(profile), ProfileDump.Of(PprofReader.Read(PprofWriter.Write(profile))));
    }

    [Fact]
    public void Spawns_OfTwoProfilesTogether_AddUp()
    {
        AsyncProfile profile = Playback.Of(Forgetful).Profile;

        Assert.Equal(4, Assert.Single(AsyncProfile.Merge(profile, profile).Spawns, row => row.Started == "Mail").Count);
    }

    [Theory]
    [InlineData("Mail", 1)]
    [InlineData("Handler", 1)]
    [InlineData("Other", 0)]
    public void OnlyRoots_KeepsWhoBeganThem(string root, int rows) => Assert.Equal(rows, Playback.Of(Forgetful).Profile.OnlyRoots(new Regex(root)).Spawns.Count);

    [Fact]
    public void Trees_OfWhatWasBegun_SayByWhom()
    {
        AsyncProfile profile = Playback.Of(Forgetful).Profile;

        Assert.Contains("Mail  (started by Handler)", TextReport.Trees(profile, 10), StringComparison.Ordinal);
        Assert.Contains("Mail  (started by Handler)", TextReport.Roots(profile), StringComparison.Ordinal);
        Assert.Equal(
            """
              count outlived  running  unknown     task  started, and below it by whom
                  2        2        0        0   200 ms  Mail
                                                           by Handler

            """.ReplaceLineEndings("\n"),
            TextReport.Spawns(profile));
    }

    private static AsyncProfile Hosting() => new TraceBuilder()
        .At(1).Begins("Host").Yields()
        .At(3).Runs("Host").Begins("Loop").Ends("Host").Leaves()
        .At(101).Begins("Last")
        .Play().Profile;

    private static SimTask Forgetful(Simulator s) => s.Method(
        "Handler", [new Step.Yield(), new Step.Start(Sleep(s, "Mail", 100)), new Step.Start(Sleep(s, "Mail", 100)), new Step.Await(s.Delay(10))]);

    private static SimTask Sleep(Simulator s, string name, long ticks) => s.Method(name, [new Step.Await(s.Delay(ticks))]);
}

using AsyncProf.Attribution;
using AsyncProf.Events;
using AsyncProf.Findings;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Text;
using AsyncProf.Testing;
using AsyncProf.Testing.Simulation;

namespace AsyncProf.Analyzer.Tests.Findings;

/// <summary>Roots that wait for the garbage collector, and roots beside which it only happens to work.</summary>
public class GcShareTests
{
    [Fact]
    public void Find_AThirdOfARootInPauses_IsFoundWithWhoRan()
    {
        Finding finding = Assert.Single(Find(Profile((30, 70), (90, 130), (180, 200))));

        Assert.Equal("Shop.Handle", finding.Subject);
        Assert.Equal("All threads stood still for the garbage collector for 100 ms of 300 ms, 33 %, of the one that ended, mostly while Shop.Build ran.", finding.Evidence);
        Assert.Equal(100_000_000, finding.ImpactNs);
        Assert.Equal(1.0 / 3, finding.ImpactShare!.Value, 3);
    }

    [Fact]
    public void Find_PausesWhileNothingOfTheRootLived_IsNone() => Assert.Empty(Find(Profile((400, 500), (600, 800))));

    [Fact]
    public void Find_ASmallShare_IsNone() => Assert.Empty(Find(Profile((30, 40), (90, 100))));

    [Fact]
    public void Find_ALargeShareOfNextToNothing_IsNone() => Assert.Empty(Find(Profile((10, 55))));

    [Fact]
    public void Of_ARootWithANotableShare_SaysSo()
    {
        Assert.Contains("(33 % in GC pauses)", TextReport.Roots(Profile((30, 70), (90, 130), (180, 200))), StringComparison.Ordinal);
        Assert.DoesNotContain("GC", TextReport.Roots(Profile((30, 40))), StringComparison.Ordinal);
        Assert.Equal("33 % in GC pauses", RootRemarks.Of(Profile((30, 70), (90, 130), (180, 200)).Roots[0]));
    }

    private static IEnumerable<Finding> Find(AsyncProfile profile) => FindingRules.Find(profile).Where(finding => finding.Id == "gc-share");

    /// <summary>A root of 300 ms of which a method runs for 150, and pauses in milliseconds since its begin.</summary>
    private static AsyncProfile Profile(params (long From, long To)[] pauses)
    {
        var names = new NameTable();
        var simulator = new Simulator(names);
        IReadOnlyList<LoggedEvent> log = [.. simulator.Play(simulator.Method("Shop.Handle", [new Step.Yield(), new Step.Await(simulator.Method("Shop.Build", [new Step.Yield(), new Step.Burn(150)])), new Step.Await(simulator.Delay(150))]))];
        var playback = new Playback(names) { Pauses = new PauseList() };
        long begin = log[0].Event.Timestamp;
        foreach ((long from, long to) in pauses)
            playback.Pauses.Add(begin + from, begin + to);
        playback.Feed(log);
        return playback.Finish().Profile;
    }
}

using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.Testing;
using AsyncProf.Testing.Scenarios;
using AsyncProf.Testing.Simulation;

namespace AsyncProf.Core.Tests.Stitching;

/// <summary>Scopes that operations open: looks, not slices.</summary>
public class StitcherViewTests
{
    private readonly NameTable _names = new();

    [Fact]
    public void Scope_InsideARequest_LeavesTheRequestWhole()
    {
        ProfileReading profile = Playback.Of(s => s.Method("Loop", Loop(s)));

        Assert.Equal(["GET /", "Loop", "scope"], profile.Roots);
        Assert.Equal(10, ProfileReading.Ticks(profile.Stack("GET /", "Endpoint", "Load").ElapsedTotal.TotalNs));
        Assert.Equal(16, ProfileReading.Ticks(profile.Stack("GET /").ElapsedTotal.TotalNs));
        Assert.Equal(13, ProfileReading.Ticks(profile.Stack("scope").ElapsedTotal.TotalNs));
        Assert.Equal(10, ProfileReading.Ticks(profile.Stack("scope", "Load").TaskTotal.TotalNs));
        Assert.DoesNotContain(profile.Stack("GET /", "Endpoint").Children, child => child.Name == "(request)");
    }

    [Fact]
    public void Scope_OpenAtSnapshots_StillSeesAllOfIt()
    {
        var simulator = new Simulator(_names);
        IReadOnlyList<LoggedEvent> log = simulator.Play(simulator.Method("Worker", Work(simulator)));
        var playback = new Playback(_names);
        for (int i = 0; i < log.Count; i++)
        {
            playback.Feed([log[i]]);
            if (i % 20 == 0)
                playback.Stitcher.Snapshot(playback.Stitcher.Now);
        }

        ProfileReading profile = playback.Finish();
        Assert.Equal(500, ProfileReading.Ticks(profile.Stack("scope").ElapsedTotal.TotalNs));
        Assert.Equal(50, profile.Stack("scope", "Item").Calls);
        Assert.Equal(600, ProfileReading.Ticks(profile.Stack("Worker").ElapsedTotal.TotalNs));
        Assert.Equal(60, profile.Stack("Worker", "Item").Calls);
        Assert.Equal(0, playback.Stitcher.Store.Operations.Count);
        Assert.Equal(0, playback.Stitcher.Store.Entries.Count);
    }

    [Fact]
    public void Scope_ThatKeepsTooMuch_IsGivenUp()
    {
        var simulator = new Simulator(_names);
        var playback = new Playback(_names, new PlaybackBounds(Operations: 40));
        playback.Feed(simulator.Play(simulator.Method("Worker", Work(simulator))));
        ProfileReading profile = playback.Finish();

        Assert.Equal(1, profile.Counts.EntriesGivenUp);
        profile.Operation("Item").Calls(60);
        Assert.All(profile.Roots, root => Assert.Equal("Worker", root)); // charged in parts, and no scope
    }

    [Fact]
    public void OneScopeOfThreeFlows_SeesNothingOfTheOthers()
    {
        ProfileReading profile = Playback.Of(s =>
        {
            SimTask other = s.Method("Other", [new Step.Burn(50), new Step.Await(s.Delay(300)), new Step.Burn(50)]);
            SimTask third = s.Method("Third", [new Step.Burn(50), new Step.Await(s.Delay(300)), new Step.Burn(50)]);
            SimTask scoped = s.Method("Scoped", [
                new Step.Yield(), new Step.Mark(true, 1, "scope", IsScope: true), new Step.Burn(50),
                new Step.Await(ScenarioPrograms.Sleep(s, "Sleep", 500)), new Step.Burn(50), new Step.Mark(false, 1, "scope", IsScope: true)]);
            return s.Method("Main", [new Step.Post(other), new Step.Post(third), new Step.Await(scoped)]);
        });

        Assert.Equal(600, ProfileReading.Ticks(profile.Stack("scope").ElapsedTotal.TotalNs));
        Assert.Equal(500, ProfileReading.Ticks(profile.Stack("scope", "Sleep", "await Task.Delay").ElapsedTotal.TotalNs));
        Assert.Equal(["Sleep"], profile.Stack("scope").Children.Select(child => child.Name));
    }

    [Fact]
    public void Scope_OpenedBeforeTheMethodFirstSuspends_CountsTheCallsBelowThatMethod()
    {
        ProfileReading profile = Playback.Of(s => s.Method("Caller", [new Step.Yield(), new Step.Await(s.Method("Measured", Measured(s)))]));

        CallNode measured = profile.Stack("scope", "Measured"); // not a whole call: it goes on
        Assert.Equal((0, 20), (measured.Calls, profile.Stack("scope", "Measured", "Item").Calls));
        Assert.Equal(200, ProfileReading.Ticks(profile.Stack("scope", "Measured", "Item").TaskTotal.TotalNs));
    }

    private static IEnumerable<Step> Measured(Simulator s)
    {
        yield return new Step.Mark(true, 7, "scope", IsScope: true);
        yield return new Step.Burn(2); // not known as a call yet
        for (int i = 0; i < 20; i++)
            yield return new Step.Await(ScenarioPrograms.Sleep(s, "Item", 10));
        yield return new Step.Mark(false, 7, "scope", IsScope: true);
        yield return new Step.Burn(3);
    }

    private static IEnumerable<Step> Loop(Simulator s)
    {
        yield return new Step.Yield();
        yield return new Step.Mark(true, 1, "GET /");
        yield return new Step.Await(s.Method("Endpoint", Endpoint(s)));
        yield return new Step.Mark(false, 1, "GET /");
    }

    private static IEnumerable<Step> Endpoint(Simulator s)
    {
        yield return new Step.Await(s.Delay(2));
        yield return new Step.Mark(true, 7, "scope", IsScope: true);
        yield return new Step.Burn(1);
        yield return new Step.Await(ScenarioPrograms.Sleep(s, "Load", 10));
        yield return new Step.Burn(2);
        yield return new Step.Mark(false, 7, "scope", IsScope: true);
        yield return new Step.Burn(1);
    }

    private static IEnumerable<Step> Work(Simulator s)
    {
        yield return new Step.Yield();
        for (int i = 0; i < 60; i++)
        {
            if (i == 5)
                yield return new Step.Mark(true, 7, "scope", IsScope: true);
            if (i == 55)
                yield return new Step.Mark(false, 7, "scope", IsScope: true);
            yield return new Step.Await(ScenarioPrograms.Sleep(s, "Item", 10));
        }
    }
}

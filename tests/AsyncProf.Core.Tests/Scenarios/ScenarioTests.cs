using AsyncProf.Events;
using AsyncProf.Testing;
using AsyncProf.Testing.Logs;
using AsyncProf.Testing.Scenarios;
using AsyncProf.Testing.Simulation;

namespace AsyncProf.Core.Tests.Scenarios;

/// <summary>Programs with known answers: simulated, where the numbers hold to the tick, and as they once ran for real.</summary>
public class ScenarioTests
{
    public static TheoryData<string> Names => [.. Catalogue.All.Select(scenario => scenario.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Scenario_Simulated_HoldsToTheTick(string name)
    {
        var names = new NameTable();
        var simulator = new Simulator(names, threads: 8) { MainJoinsPool = false };

        Catalogue.Of(name).Expected(Playback.Of(names, simulator.Play(Catalogue.Of(name).Program(simulator))));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Scenario_RecordedForReal_HoldsWithinTheTolerance(string name) =>
        Catalogue.Of(name).Expected(RecordedLog.Play(Path.Combine(GoldenLogTests.Logs, name + ".log")));

    [Fact]
    public void Catalogue_OfAllPrograms_NamesEachOnceWithItsTwinItsLogAndItsExpectation()
    {
        string[] names = [.. Catalogue.All.Select(scenario => scenario.Name).Order(StringComparer.Ordinal)];

        Assert.Equal(names, Catalogue.Programs.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(names, Expectations.All.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(names, Directory.GetFiles(GoldenLogTests.Logs).Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void BlockedBeforeAwaiting_SeenWhileItBlocks_IsARootSoFar()
    {
        var names = new NameTable();
        var simulator = new Simulator(names) { MainJoinsPool = false };
        IReadOnlyList<LoggedEvent> log = simulator.Play(ScenarioPrograms.BlockedBeforeAwaiting(simulator));
        var playback = new Playback(names);
        playback.Feed(log.Where(logged => logged.Event.Timestamp < 30));
        playback.Stitcher.Snapshot(30);

        Assert.Equal([(AsyncProf.Events.RootKind.Open, 29L)], playback.Trees.Roots);
        playback.Feed(log.Where(logged => logged.Event.Timestamp >= 30));
        ProfileReading profile = playback.Finish();
        profile.Operation("BlockedBeforeAwaiting").ElapsedTotal(60).Awaits("Yields");
        profile.Operation("Yields").TaskSelf(100);
    }

    [Fact]
    public void AwaitChain_SwitchedOnWhileItIsSuspended_IsBegunBeforeAndNeverMisnamed()
    {
        var names = new NameTable();
        var simulator = new Simulator(names) { MainJoinsPool = false };
        IReadOnlyList<LoggedEvent> log = simulator.Play(ScenarioPrograms.AwaitChain(simulator));

        ProfileReading profile = Playback.Of(names, log.SkipWhile(logged => logged.Event.Kind != AsyncEventKind.WorkBegin));

        Assert.Equal(5, profile.Counts.BegunBefore);
        Assert.Equal(["(begun before recording)"], profile.Profile.Methods.Select(row => row.Method));
        profile.Operation("(begun before recording)").Calls(0);
    }
}

using AsyncProf.Events;
using AsyncProf.Testing;
using AsyncProf.Testing.Logs;
using AsyncProf.Testing.Scenarios;
using AsyncProf.Testing.Simulation;

namespace AsyncProf.Core.Tests.Scenarios;

/// <summary>Programs whose awaits no event names: the simulator says what the TPL says of them, the oracle what they wait for, and the engine the same.</summary>
public class CombinatorTests
{
    private static readonly string Logs = Path.Combine(AppContext.BaseDirectory, "Combinators");

    public static TheoryData<string> Names => [.. Combinators.Programs.Keys];

    /// <summary>Those that the stitcher has rules for.</summary>
    public static TheoryData<string> Held => [.. Combinators.Programs.Keys.Except(Combinators.Unknown)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Simulator_OfEachCombinator_WritesTheLogOfTheRealOne(string name)
    {
        (NameTable names, Simulator simulator) = Play(name);

        Assert.Equal(CanonicalLog.Of(LogText.Read(Path.Combine(Logs, name + ".log"), names), names), CanonicalLog.Of(simulator.Log, names));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Oracle_OfEachCombinator_SaysWhatTheSemanticsSay(string name)
    {
        (_, Simulator simulator) = Play(name);

        Assert.Equal(File.ReadAllText(Path.Combine(Logs, name + ".rows")).TrimEnd().ReplaceLineEndings("\n"), OracleText.Of(new Oracle(simulator)));
    }

    [Theory]
    [MemberData(nameof(Held))]
    public void Stitcher_OfEachCombinatorItKnows_EqualsTheOracle(string name)
    {
        (NameTable names, Simulator simulator) = Play(name);

        Assert.Null(OracleComparison.Difference(Playback.Of(names, simulator.Log), new Oracle(simulator)));
    }

    private static (NameTable Names, Simulator Simulator) Play(string name)
    {
        var names = new NameTable();
        var simulator = new Simulator(names, threads: 8) { MainJoinsPool = false };
        simulator.Play(Combinators.Programs[name](simulator));
        return (names, simulator);
    }
}

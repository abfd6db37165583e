using AsyncProf.Events;
using AsyncProf.Testing.Logs;
using AsyncProf.Testing.Scenarios;
using AsyncProf.Testing.Simulation;

namespace AsyncProf.Core.Tests.Scenarios;

/// <summary>The simulator is honest: its logs equal those that the real programs left on .NET 10, up to ids, threads and times.</summary>
public class GoldenLogTests
{
    internal static readonly string Logs = Path.Combine(AppContext.BaseDirectory, "Logs");

    public static TheoryData<string> Names => [.. Catalogue.All.Select(scenario => scenario.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Simulator_OfEachProgram_WritesTheLogOfTheRealOne(string name)
    {
        var names = new NameTable();
        var simulator = new Simulator(names, threads: 8) { MainJoinsPool = false };
        string simulated = CanonicalLog.Of(simulator.Play(Catalogue.Of(name).Program(simulator)), names);

        Assert.Equal(CanonicalLog.Of(LogText.Read(Path.Combine(Logs, name + ".log"), names), names), simulated);
    }
}

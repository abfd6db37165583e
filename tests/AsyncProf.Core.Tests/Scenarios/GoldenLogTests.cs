using System.Reflection;
using AsyncProf.Events;
using AsyncProf.Testing.Logs;
using AsyncProf.Testing.Simulation;

namespace AsyncProf.Tests.Scenarios;

/// <summary>The simulator is honest: its logs equal those that the real programs left on .NET 10, up to ids, threads and times.</summary>
public class GoldenLogTests
{
    internal static readonly string Logs = Path.Combine(AppContext.BaseDirectory, "Logs");

    public static TheoryData<string> Names => [.. Programs().Keys.Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Simulator_OfEachProgram_WritesTheLogOfTheRealOne(string name)
    {
        var names = new NameTable();
        var simulator = new Simulator(names, threads: 8) { MainJoinsPool = false };
        string simulated = CanonicalLog.Of(simulator.Play(Programs()[name](simulator)), names);

        Assert.Equal(CanonicalLog.Of(LogText.Read(Path.Combine(Logs, name + ".log"), names), names), simulated);
    }

    [Fact]
    public void Logs_EachHasItsProgram() =>
        Assert.Equal(Programs().Keys.Order(StringComparer.Ordinal), Directory.GetFiles(Logs).Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal));

    internal static Dictionary<string, Func<Simulator, SimTask>> Programs() => new[] { typeof(ScenarioPrograms), typeof(ShapePrograms) }
        .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly))
        .Where(method => method.GetParameters().Length == 1)
        .ToDictionary(method => method.Name, method => method.CreateDelegate<Func<Simulator, SimTask>>(), StringComparer.Ordinal);
}

using AsyncProf.Events;
using AsyncProf.Testing.Simulation;

namespace AsyncProf.Fuzzing.Seeds;

/// <summary>The events of a random program, which seeds of all kinds are made of.</summary>
internal sealed class RandomLog
{
    /// <param name="seed">The same seed gives the same program.</param>
    public RandomLog(int seed)
    {
        var simulator = new Simulator(Names);
        simulator.Play(new RandomProgram(seed, simulator).Main());
        Events = simulator.Log;
    }

    /// <summary>The names that the events point to.</summary>
    public NameTable Names { get; } = new();

    public IReadOnlyList<LoggedEvent> Events { get; }
}

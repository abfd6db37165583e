using AsyncProf.Events;
using AsyncProf.Events.Dispatchers;
using AsyncProf.Testing.Simulation;

namespace AsyncProf.Testing.Dispatchers;

/// <summary>The methods of a simulated program, by their addresses.</summary>
/// <param name="simulator">The program.</param>
/// <param name="names">Where their names go.</param>
internal sealed class SimulatedFrames(Simulator simulator, NameTable names) : FrameNames
{
    protected override (int Name, int Place) Find(long address) =>
        (names.Intern(simulator.Addresses.TryGetValue(address, out SimTask? method) ? $"Async: <{method.Name}>d__0" : $"Async: {UnknownMethod}"), 0);
}

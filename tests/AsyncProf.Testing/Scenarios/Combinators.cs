using System.Reflection;
using AsyncProf.Testing.Simulation;

namespace AsyncProf.Testing.Scenarios;

/// <summary>
/// The simulated programs whose awaits no event names and a rule must infer. Each has a real twin of its name in <c>AsyncProf.Workload/Programs</c>,
/// and what the TPL said of that is in <c>AsyncProf.Workload/Combinators</c>.
/// </summary>
internal static class Combinators
{
    /// <summary>The programs by name.</summary>
    public static IReadOnlyDictionary<string, Func<Simulator, SimTask>> Programs { get; } =
        new[] { typeof(RelayPrograms), typeof(UnwrapPrograms), typeof(IteratorPrograms), typeof(LoopPrograms) }
        .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly))
        .ToDictionary(method => method.Name, method => method.CreateDelegate<Func<Simulator, SimTask>>(), StringComparer.Ordinal);

    /// <summary>Those of which the stitcher does not yet say what the oracle says: take a name away here when a rule for it has come.</summary>
    public static IReadOnlyList<string> Unknown { get; } = ["RelayCancelledByRawCallback"];
}

using AsyncProf.Building;
using AsyncProf.Engine;

namespace AsyncProf.Triggers;

/// <summary>What a window is made with.</summary>
/// <param name="Create">Makes an empty builder.</param>
/// <param name="Snapshot">Charges what is open, and returns what the engine has counted. On its thread.</param>
/// <param name="Deepen">Has everything captured and measured until what it returns is disposed; must not wait.</param>
/// <param name="Keep">Takes a window that is over; must not wait.</param>
internal sealed record WindowTools(Func<ProfileBuilder> Create, Func<EngineCounts> Snapshot, Func<IDisposable> Deepen, Action<WindowEnd> Keep);

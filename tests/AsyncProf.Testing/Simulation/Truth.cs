namespace AsyncProf.Testing.Simulation;

/// <summary>What an operation did from a moment on.</summary>
/// <param name="From">The first tick.</param>
/// <param name="Kind">What it did.</param>
/// <param name="Target">The task it awaited or blocked on.</param>
internal readonly record struct Truth(long From, TruthKind Kind, SimTask? Target = null);

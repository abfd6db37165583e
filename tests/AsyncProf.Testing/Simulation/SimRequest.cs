namespace AsyncProf.Testing.Simulation;

/// <summary>A request of a simulated program.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Start">When it started, in ticks.</param>
/// <param name="Stop">When it stopped.</param>
/// <param name="StoppedOrder">How many events there were when it stopped.</param>
/// <param name="Owner">The operation in whose segment it stopped; null if none ran there.</param>
internal sealed record SimRequest(long Key, long Start, long Stop, int StoppedOrder, SimTask? Owner);

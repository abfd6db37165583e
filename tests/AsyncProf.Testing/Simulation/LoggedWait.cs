namespace AsyncProf.Testing.Simulation;

/// <summary>The begin or end of a thread's wait on a handle, as the runtime tells it beside the events.</summary>
internal readonly record struct LoggedWait(int Thread, long Time, bool Begins, long On = 0);

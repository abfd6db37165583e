using AsyncProf.Events;

namespace AsyncProf.Testing.Simulation;

/// <summary>An event and the thread it happened on.</summary>
internal readonly record struct LoggedEvent(int Thread, AsyncEvent Event);

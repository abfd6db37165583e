namespace AsyncProf.Testing.Simulation;

/// <summary>Something that waits for a thread of the pool.</summary>
/// <param name="Kind">What the thread is to do.</param>
/// <param name="Task">With which task.</param>
/// <param name="Ready">Since when a thread could take it.</param>
/// <param name="Id">The id of a carrier.</param>
internal readonly record struct WorkItem(WorkItemKind Kind, SimTask Task, long Ready, int Id = 0);

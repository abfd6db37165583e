namespace AsyncProf.Testing.Simulation;

/// <summary>What a pool thread is to do with a <see cref="WorkItem"/>.</summary>
internal enum WorkItemKind
{
    /// <summary>Resume an operation, or run a delegate.</summary>
    Resume,

    /// <summary>Resume an operation inside a task of its scheduler.</summary>
    Carry,

    /// <summary>Call a method, as any work item of the pool may.</summary>
    Call,

    /// <summary>Tell a join or a relay that what it waits for has completed.</summary>
    Continue,

    /// <summary>A timer: a delay is over.</summary>
    Elapse,

    /// <summary>A timer: a delay is cancelled, or a relay gives up.</summary>
    GiveUp,
}

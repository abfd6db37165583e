namespace AsyncProf.Testing.Simulation;

/// <summary>Where a method goes on after an await.</summary>
internal enum SimFlow
{
    /// <summary>On whatever thread completes what it awaits, or on the pool.</summary>
    Pool,

    /// <summary>In tasks of a scheduler of its own.</summary>
    Scheduler,

    /// <summary>Posted to a synchronization context.</summary>
    Context,
}

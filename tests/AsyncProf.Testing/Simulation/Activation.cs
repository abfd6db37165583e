namespace AsyncProf.Testing.Simulation;

/// <summary>One thing on a thread's stack: a piece of a method, or a task running its continuations.</summary>
internal sealed class Activation(SimTask? task, ActivationKind kind, int id = 0)
{
    /// <summary>The task; null for a carrier.</summary>
    public SimTask? Task { get; } = task;

    public ActivationKind Kind { get; } = kind;

    /// <summary>The id of a carrier.</summary>
    public int Id { get; } = id;

    /// <summary>The continuations that are still to run, for a bracket.</summary>
    public Queue<SimTask>? Remaining { get; init; }

    /// <summary>The method has suspended or ended: nothing is left of it here but the way back.</summary>
    public bool IsOver { get; set; }

    /// <summary>The call it made in an await, whose result it looks at when that has come back.</summary>
    public SimTask? Called { get; set; }
}

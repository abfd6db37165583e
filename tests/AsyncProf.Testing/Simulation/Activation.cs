namespace AsyncProf.Testing.Simulation;

/// <summary>One thing on a thread's stack: a piece of a method, or a task running its continuations.</summary>
internal sealed class Activation(SimTask task, ActivationKind kind)
{
    public SimTask Task { get; } = task;

    public ActivationKind Kind { get; } = kind;

    /// <summary>The continuations that are still to run, for a bracket.</summary>
    public Queue<SimTask>? Remaining { get; init; }
}

namespace AsyncProf.Testing.Simulation;

/// <summary>What an <see cref="Activation"/> is.</summary>
internal enum ActivationKind
{
    /// <summary>A method called synchronously, before its first suspension: no events around it.</summary>
    Call,

    /// <summary>A resumed method, or a delegate: between 17 and 18.</summary>
    Segment,

    /// <summary>A completed task running its continuations.</summary>
    Bracket,

    /// <summary>Work of the pool itself, such as a timer callback.</summary>
    Callback,
}

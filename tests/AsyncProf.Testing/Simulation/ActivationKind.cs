namespace AsyncProf.Testing.Simulation;

/// <summary>What an <see cref="Activation"/> is.</summary>
internal enum ActivationKind
{
    /// <summary>A method called synchronously, before its first suspension, or an iterator asked for its next item: no events around it.</summary>
    Call,

    /// <summary>A resumed method, or a delegate: between 17 and 18.</summary>
    Segment,

    /// <summary>A resumed method that the TPL does not name.</summary>
    Unnamed,

    /// <summary>A task in which a scheduler runs a continuation.</summary>
    Carrier,

    /// <summary>A completed task running its continuations.</summary>
    Bracket,

    /// <summary>Work of the pool itself, such as a timer callback.</summary>
    Callback,
}

namespace AsyncProf.Testing.Simulation;

/// <summary>What an operation does; the words are those of <c>docs/semantics.md</c>.</summary>
internal enum TruthKind
{
    Running,

    /// <summary>It could go on, or its thread runs another operation inside its segment.</summary>
    Ready,
    Blocked,

    /// <summary>It awaits a task; once that has completed it is ready.</summary>
    Awaiting,

    /// <summary>It waits for something of which nothing tells when it completed.</summary>
    Waiting,

    /// <summary>An iterator between two items.</summary>
    Idle,
}

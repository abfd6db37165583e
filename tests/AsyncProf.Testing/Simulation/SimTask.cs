namespace AsyncProf.Testing.Simulation;

/// <summary>A task of a simulated program: an async method, a delay, a join, a delegate.</summary>
public sealed class SimTask
{
    internal SimTask(int id, SimTaskKind kind, string name)
    {
        Id = id;
        Kind = kind;
        Name = name;
    }

    public int Id { get; }

    public SimTaskKind Kind { get; }

    /// <summary>The method's name, as a person writes it.</summary>
    public string Name { get; }

    public bool IsCompleted { get; internal set; }

    /// <summary>When it began as an operation: its first suspension, or when its delegate was scheduled; -1 if it never did.</summary>
    public long Begun { get; internal set; } = -1;

    /// <summary>When it ended; -1 while it has not.</summary>
    public long Ended { get; internal set; } = -1;

    /// <summary>How long threads executed it, and what it called, since it began as an operation.</summary>
    public long Running { get; internal set; }

    /// <summary>True once the TPL would have announced it.</summary>
    internal bool Announced { get; set; }

    internal bool Failed { get; set; }

    internal IEnumerator<Step>? Body { get; init; }

    /// <summary>What goes on when it completes: operations, and joins it is a child of.</summary>
    internal List<SimTask> Continuations { get; } = [];

    internal int Pending { get; set; }

    internal long Delay { get; init; }

    internal SimTask? Awaited { get; set; }
}

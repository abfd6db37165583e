namespace AsyncProf.Events;

/// <summary>What an <see cref="AsyncEventKind.Edge"/> says of its two tasks.</summary>
internal enum EdgeKind : byte
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The task is awaited by the other: an operation, join, unwrap or continuation.</summary>
    Awaits = 1,

    /// <summary>The task is one without code that stands for the other: who awaits it awaits the other (<c>WaitAsync</c>).</summary>
    StandsFor = 2,

    /// <summary>The task is a worker of a parallel loop; the other is the loop's own task.</summary>
    WorksFor = 3,

    /// <summary>The task is a delegate; the other unwraps what it returned.</summary>
    UnwrappedBy = 4,

    /// <summary>Nobody waits for the task: who did has given up, or never was. There is no other.</summary>
    Nobody = 5,
}

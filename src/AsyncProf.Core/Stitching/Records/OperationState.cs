namespace AsyncProf.Stitching.Records;

/// <summary>Where an operation stands. Which step may follow which is in <see cref="Operations.Transitions"/>.</summary>
internal enum OperationState : byte
{
    /// <summary>Made, and not yet begun: a queued delegate, a leaf, a join.</summary>
    Created,

    /// <summary>A thread executes it.</summary>
    Running,

    /// <summary>Suspended on an operation, a leaf, or something that cannot be told.</summary>
    Suspended,

    /// <summary>Suspended by its own yield: it could go on at once.</summary>
    Yielded,

    /// <summary>Its thread runs another operation inside its segment.</summary>
    Lent,

    /// <summary>Its thread waits synchronously on a task.</summary>
    Blocked,

    /// <summary>An async iterator between two items.</summary>
    Idle,

    /// <summary>It has ended.</summary>
    Ended,
}

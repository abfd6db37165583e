namespace AsyncProf.Stitching.Records;

/// <summary>What an operation did from one moment of its timeline to the next.</summary>
internal enum IntervalKind : byte
{
    /// <summary>A thread executed it.</summary>
    Running,

    /// <summary>It could go on and no thread had it. No target.</summary>
    Ready,

    /// <summary>It let its thread go though it could go on at once, and no thread had it. No target.</summary>
    Yielded,

    /// <summary>Its thread ran another operation inside its segment. Target: the name of that operation.</summary>
    Lent,

    /// <summary>Its thread waited on a task. Target: the operation.</summary>
    Blocked,

    /// <summary>Its thread waited on a lock, a semaphore or another handle. No target.</summary>
    BlockedOnHandle,

    /// <summary>It awaited an operation, a join or a leaf that is still tracked. Target: the operation.</summary>
    Awaiting,

    /// <summary>It waited on a leaf. Target: the leaf's name.</summary>
    Waiting,

    /// <summary>It waited on a task without code. Target: the name of the operation that completed it.</summary>
    WaitingFor,

    /// <summary>It waited on something that cannot be told. Target: the name of the operation in whose segment it went on.</summary>
    WokenBy,

    /// <summary>An iterator between two items.</summary>
    Idle,

    /// <summary>A request's slice, charged on its own. Target: none.</summary>
    Request,
}

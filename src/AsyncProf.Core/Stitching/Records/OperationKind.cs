namespace AsyncProf.Stitching.Records;

/// <summary>What stands behind a task id.</summary>
internal enum OperationKind : byte
{
    /// <summary>A call of an async method that suspended.</summary>
    Method,

    /// <summary>An async iterator: idle between two items.</summary>
    Iterator,

    /// <summary>A delegate run as a task: <c>Task.Run</c>, <c>StartNew</c>, <c>ContinueWith</c>.</summary>
    Delegate,

    /// <summary><c>WhenAll</c> or <c>WhenAny</c>: transparent.</summary>
    Join,

    /// <summary><c>Unwrap</c>: stands for the delegate whose inner task it waits for.</summary>
    Unwrap,

    /// <summary>Something without code of its own: a delay, a <c>TaskCompletionSource</c>, a semaphore.</summary>
    Leaf,

    /// <summary>A task in which a custom scheduler runs a continuation: transparent.</summary>
    Carrier,

    /// <summary>The synchronous beginning of an entry on a thread that runs no operation.</summary>
    Prefix,
}

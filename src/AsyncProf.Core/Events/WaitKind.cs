namespace AsyncProf.Events;

/// <summary>What kind of thing a method waited for. It stays a kind up to the renderer: a label is made of it, and never read back.</summary>
internal enum WaitKind : byte
{
    /// <summary>No wait: the frame is a method, a request or a scope.</summary>
    None,

    /// <summary>Something without code of its own that has a name: <c>Task.Delay</c>.</summary>
    Named,

    /// <summary>One of several things, and nothing tells which: the awaits of the method that no event tells of.</summary>
    OneOf,

    /// <summary>A task that somebody completes by hand: a <c>TaskCompletionSource</c>, a semaphore.</summary>
    Task,

    /// <summary>Such a task, completed by a method that is known.</summary>
    CompletedBy,

    /// <summary>Nothing tells what was awaited: a channel, a socket, a custom awaiter.</summary>
    Unknown,

    /// <summary>No event tells what was awaited, but the code may; and known is the method in whose segment the waiting one went on.</summary>
    ResumedBy,

    /// <summary>The thread was blocked on an operation of a method.</summary>
    BlockedOn,

    /// <summary>The thread was blocked on something without code of its own.</summary>
    BlockedOnTask,

    /// <summary>The thread waited for a lock, a semaphore, another thread or another handle.</summary>
    BlockedOnHandle,

    /// <summary>A method that ran inline on the thread of the one that was ready.</summary>
    Inlined,

    /// <summary>A request that the operation served, whose time is the request's own.</summary>
    Request,

    /// <summary>An operation that is already on the path: they await each other.</summary>
    Cycle,

    /// <summary>No wait of the program's: frames that a report hides, under the name of the outermost.</summary>
    Hidden,

    /// <summary>No wait of the program's: subtrees too small to show.</summary>
    Smaller,

    /// <summary>No wait: objects of a type that the method allocated.</summary>
    Allocated,
}

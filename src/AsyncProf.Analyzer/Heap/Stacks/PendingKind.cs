namespace AsyncProf.Heap.Stacks;

/// <summary>What a line of a pending stack is.</summary>
internal enum PendingKind : byte
{
    /// <summary>An async method that is suspended at an await.</summary>
    Suspended,

    /// <summary>An async method whose code runs, or is blocked, on a thread.</summary>
    Running,

    /// <summary>An async method that has what it awaited and waits for a thread.</summary>
    Queued,

    /// <summary>A delegate that has been given to a scheduler, and has not ended.</summary>
    Delegate,

    /// <summary>A task that waits for others: <c>Task.WhenAll</c> and the like.</summary>
    Join,

    /// <summary>What the innermost method waits for.</summary>
    Leaf,

    /// <summary>The operations wait for each other: one further out is awaited here again.</summary>
    Cycle,

    /// <summary>What is awaited stands below another stack, where it is told.</summary>
    Shared,
}

namespace AsyncProf.Heap.Objects;

/// <summary>What an object is to those who wait.</summary>
internal enum HeapKind : byte
{
    /// <summary>Nothing.</summary>
    Other,

    /// <summary>A task without a state machine: a delegate's, a promise, or one that somebody completes by hand.</summary>
    Task,

    /// <summary>The task of an async method, with its state machine.</summary>
    Box,

    /// <summary>The same of a method with a pooling builder: no task.</summary>
    PooledBox,

    /// <summary>The task of methods that the runtime itself suspends.</summary>
    RuntimeTask,

    /// <summary>A semaphore, whose waiters are a list.</summary>
    Semaphore,
}

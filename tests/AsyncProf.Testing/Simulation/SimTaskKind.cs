namespace AsyncProf.Testing.Simulation;

/// <summary>What a simulated task is.</summary>
internal enum SimTaskKind
{
    /// <summary>An async method.</summary>
    Method,

    /// <summary>An <c>async void</c>: its end is told twice, and nobody can await it.</summary>
    Void,

    /// <summary>An async iterator.</summary>
    Iterator,

    /// <summary>An async method whose builder pools its boxes: the TPL never names it.</summary>
    Pooled,

    /// <summary>A delegate run as a task.</summary>
    Delegate,

    /// <summary>A delegate queued by <c>ContinueWith</c>.</summary>
    Continuation,

    /// <summary>What <c>Task.Run</c> of an async delegate returns.</summary>
    Unwrap,
    Delay,

    /// <summary>A task without code: a <c>TaskCompletionSource</c>, a semaphore's waiter.</summary>
    Source,

    /// <summary>An <c>IValueTaskSource</c> or a custom awaiter: no event tells of it.</summary>
    Silent,

    /// <summary>What <c>WaitAsync</c> returns.</summary>
    Relay,

    /// <summary>What <c>MoveNextAsync().AsTask()</c> returns.</summary>
    Item,

    /// <summary>What <c>Parallel.ForEachAsync</c> returns.</summary>
    Loop,

    /// <summary>The source by which <c>WhenEach</c> waits for its tasks: no event tells of it.</summary>
    Each,

    /// <summary>A raw <c>OnCompleted</c> that cancels a relay.</summary>
    Callback,
    WhenAll,
    WhenAny,
}

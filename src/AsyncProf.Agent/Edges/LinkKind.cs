namespace AsyncProf.Edges;

/// <summary>What something that goes on when a task ends is to that task.</summary>
internal enum LinkKind : byte
{
    /// <summary>Nothing that is told: code, which other events tell, or something unknown.</summary>
    Silent,

    /// <summary>A task that ends by it: <c>WhenAll</c>, <c>WhenAny</c>.</summary>
    Joins,

    /// <summary>A task that stands for it: <c>WaitAsync</c>.</summary>
    StandsFor,

    /// <summary>A task that unwraps what it returns, or waits for that.</summary>
    Unwraps,

    /// <summary>A <c>ContinueWith</c>: one of its fields holds a task.</summary>
    Continues,

    /// <summary>What the iterator of a <c>WhenEach</c> waits on; no task itself.</summary>
    Yields,
}

namespace AsyncProf.Stitching.Records;

/// <summary>By what an edge was inferred that no event names; <c>docs/engine.md</c> says of each when it applies and where it can be wrong.</summary>
internal enum EdgeRule : byte
{
    /// <summary>A task without code completed directly in the completion of an operation or join, and as it did: it stands for it (<c>WaitAsync</c>).</summary>
    Relay,

    /// <summary>It went on in the segment of an async iterator that did nothing after that: the iterator gave it an item.</summary>
    Iterator,

    /// <summary>A continuation or started delegate returned a task that something unwraps.</summary>
    Unwrap,

    /// <summary>The last worker of a parallel loop ended the loop's task.</summary>
    Worker,

    /// <summary>It gave up a wait, for what was begun directly before it. Can be wrong.</summary>
    GaveUp,

    /// <summary>A task that was given to <c>Task.WhenEach</c>. Can be wrong.</summary>
    WhenEach,

    /// <summary>Another worker of the only parallel loop that ran. Can be wrong.</summary>
    OtherWorker,

    /// <summary>The lambda of a dataflow block whose completion is awaited by who gave it its items. Can be wrong.</summary>
    Dataflow,

    /// <summary>A method whose builder pools its boxes.</summary>
    Pooled,

    /// <summary>A delegate that ended with the tasks attached to it.</summary>
    Attached,

    /// <summary>It went on in the segment of the method that was the last to suspend before it.</summary>
    Adjacent,
}

namespace AsyncProf.Stitching.Records;

/// <summary>Facts about an operation that numbers do not carry.</summary>
[Flags]
internal enum OperationFlags
{
    None = 0,

    /// <summary>It began before the recording: no name, no start.</summary>
    BegunBefore = 1,

    /// <summary>It belongs to the profiler or the exporter and is shown nowhere.</summary>
    Ignored = 2,

    /// <summary>A completion bracket followed its end: somebody continued after it.</summary>
    HadBracket = 4,

    /// <summary>Nobody awaited it, or only after it had ended.</summary>
    NotAwaited = 8,

    /// <summary>Somebody continued after it, and nobody knows who.</summary>
    AwaiterUnknown = 16,

    /// <summary>It outlived its spawner, its request or its awaiter.</summary>
    Detached = 32,

    /// <summary>It is charged to its end.</summary>
    Charged = 64,

    /// <summary>Its task id still leads to it.</summary>
    Mapped = 128,

    /// <summary>Its edge to its parent was inferred; no event names it.</summary>
    InferredEdge = 256,

    /// <summary>A thread outside any operation waits, or waited, for it synchronously.</summary>
    BlockedOutside = 512,

    /// <summary>It waits in the list of its entry for the decision who it belongs to.</summary>
    Pending = 1024,

    /// <summary>A join that its first child completes.</summary>
    FirstChildDecides = 2048,

    /// <summary>A delegate that was queued by <c>ContinueWith</c>.</summary>
    Continuation = 4096,

    /// <summary>No beginning announced it: it is known only because somebody waits for it.</summary>
    Anonymous = 8192,

    /// <summary>Scratch of the attribution: the walk is inside it.</summary>
    OnPath = 16384,

    /// <summary>A delegate whose Unwrap has ended: the task it returned was part of it.</summary>
    Unwrapped = 32768,

    /// <summary>A method whose builder pools its boxes: known only by what it awaits, never by name.</summary>
    Pooled = 65536,

    /// <summary>A task without code stands for it: who awaits that awaits this.</summary>
    Relayed = 262144,

    /// <summary>A worker of a parallel loop, by its name.</summary>
    Worker = 524288,

    /// <summary>A delegate of a dataflow block, or what began in one.</summary>
    Dataflow = 1048576,

    /// <summary>The iterator of <c>Task.WhenEach</c>.</summary>
    WhenEach = 4194304,

    /// <summary>A call of a method compiled as runtime-async: what it awaits is told where it goes on.</summary>
    Dispatched = 8388608,

    /// <summary>What it awaits is not told so far, but taken to be what was made directly before.</summary>
    Guessed = 16777216,

    /// <summary>The process told what it stands for.</summary>
    Told = 2097152,

    /// <summary>There were too many: it was given up before it ended, and its task id leads nowhere.</summary>
    GivenUp = 131072,
}

namespace AsyncProf.Attribution;

/// <summary>Facts about a node of a tree.</summary>
[Flags]
internal enum NodeFlags : byte
{
    None = 0,

    /// <summary>A whole call: begun and ended within the recording. It counts in calls and wall.</summary>
    Call = 1,

    /// <summary>No call of the same method is above it.</summary>
    Outermost = 2,

    /// <summary>Walked a second time for another awaiter: elapsed only, its task time is at its first awaiter.</summary>
    Shared = 4,

    /// <summary>Nobody awaited it, or only after it had ended.</summary>
    NotAwaited = 8,

    /// <summary>Somebody continued after it, and nobody knows who.</summary>
    AwaiterUnknown = 16,

    /// <summary>No event names the edge to its parent.</summary>
    InferredEdge = 32,

    /// <summary>Begun before the recording, or not ended when it was charged.</summary>
    Cut = 64,
}

namespace AsyncProf.Decoding.Samples;

/// <summary>What waits for the events of its time.</summary>
internal enum QueuedKind : byte
{
    /// <summary>A sample of a thread.</summary>
    Sample,

    /// <summary>A sample of what a thread allocated.</summary>
    Allocation,

    /// <summary>A thread began to wait on a handle.</summary>
    WaitBegin,

    /// <summary>It ended to.</summary>
    WaitEnd,
}

namespace AsyncProf.Stitching.Records;

/// <summary>What kind of work a thread is in.</summary>
internal enum WorkKind : byte
{
    /// <summary>A completed task runs its continuations.</summary>
    Bracket,

    /// <summary>A task reports progress.</summary>
    Progress,

    /// <summary>A thread runs an operation.</summary>
    Segment,
}

namespace AsyncProf.Attribution;

/// <summary>How the target of a <see cref="LeafLabel"/> is read.</summary>
internal enum LeafKind : byte
{
    /// <summary>What was waited for, by name.</summary>
    Wait,

    /// <summary>The operation that a thread was blocked on, by method.</summary>
    BlockedOn,

    /// <summary>The leaf that a thread was blocked on, by name.</summary>
    BlockedOnLeaf,

    /// <summary>A task without code, by the method of the operation that completed it.</summary>
    WaitFor,

    /// <summary>What cannot be told, by the method of the operation in whose segment the waiting one went on.</summary>
    WokenBy,

    /// <summary>The operation that ran inside the segment, by method.</summary>
    Inlined,
}

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

    /// <summary>The operation that ran inside the segment, by method.</summary>
    Inlined,
}

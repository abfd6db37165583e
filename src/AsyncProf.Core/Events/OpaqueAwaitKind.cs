namespace AsyncProf.Events;

/// <summary>What is known of a suspension of which the source does not tell what it awaits.</summary>
internal enum OpaqueAwaitKind : byte
{
    /// <summary>It may be a yield.</summary>
    Bare = 0,

    /// <summary>The runtime awaits something for it.</summary>
    Helped = 1,

    /// <summary>It has what it awaited, and only moves to where it must go on.</summary>
    Move = 2,
}

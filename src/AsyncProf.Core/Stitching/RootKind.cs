namespace AsyncProf.Stitching;

/// <summary>What the root of a tree is.</summary>
internal enum RootKind : byte
{
    /// <summary>A request: a slice of its owner's timeline.</summary>
    Request,

    /// <summary>A scope opened by the program through the profiler's API: a slice of its owner's timeline.</summary>
    Scope,

    /// <summary>An operation that nobody awaited and that nothing spawned.</summary>
    Operation,

    /// <summary>An operation that outlived what spawned it.</summary>
    Detached,

    /// <summary>A part of a root that has not ended, charged at a snapshot.</summary>
    Open,
}

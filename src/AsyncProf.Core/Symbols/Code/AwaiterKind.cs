namespace AsyncProf.Symbols.Code;

/// <summary>What the type of an awaiter says about the events of its waits.</summary>
internal enum AwaiterKind
{
    /// <summary>A task's awaiter: the TPL always tells of the wait.</summary>
    Task,

    /// <summary>A ValueTask's awaiter: the TPL tells of the wait where a task is behind it.</summary>
    ValueTask,

    /// <summary><see cref="System.Threading.Tasks.Task.Yield"/>.</summary>
    Yield,

    /// <summary>Any other awaiter: nothing tells of the wait.</summary>
    Custom,
}

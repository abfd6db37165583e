namespace AsyncProf.Heap.Stacks;

/// <summary>What a process waits for at one moment.</summary>
internal sealed record PendingDump
{
    /// <summary>The version of the runtime; empty where it is not known.</summary>
    public string Runtime { get; init; } = "";

    /// <summary>How long the process stood still; zero for a core file.</summary>
    public TimeSpan Stopped { get; init; }

    /// <summary>How many async operations have not ended.</summary>
    public int Operations { get; init; }

    /// <summary>How many objects were looked at.</summary>
    public long Objects { get; init; }

    /// <summary>How much of the heap could not be read, in bytes: operations may be missing.</summary>
    public long Unread { get; init; }

    /// <summary>Whether <see cref="PendingStack.Unreachable"/> is known.</summary>
    public bool IsProved { get; init; }

    /// <summary>Equal stacks once, those of most methods first.</summary>
    public IReadOnlyList<PendingStack> Stacks { get; init; } = [];

    /// <summary>Threads that wait for an operation and do nothing else meanwhile.</summary>
    public IReadOnlyList<BlockedThread> Blocked { get; init; } = [];
}

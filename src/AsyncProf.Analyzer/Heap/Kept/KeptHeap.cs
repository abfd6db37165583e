namespace AsyncProf.Heap.Kept;

/// <summary>What of a heap is kept by state machines that have not ended: objects that nothing else leads to. Bytes of objects, with what lies between them and the next.</summary>
internal sealed record KeptHeap
{
    /// <summary>All objects, in bytes; those too that nobody reaches and the next collection frees.</summary>
    public long Heap { get; init; }

    /// <summary>Those of them that the program can reach, in bytes.</summary>
    public long Reachable { get; init; }

    /// <summary>What one call keeps alone, or with calls that it awaits, in bytes.</summary>
    public long Own { get; init; }

    /// <summary>What several keep together, in bytes; each object once.</summary>
    public long Shared { get; init; }

    /// <summary>How many state machines there are that can be reached.</summary>
    public int Machines { get; init; }

    /// <summary>What they take themselves, with their tasks, in bytes. It is no part of what they keep.</summary>
    public long MachineBytes { get; init; }

    /// <summary>How many state machines nobody reaches, and so keep nothing.</summary>
    public int Dropped { get; init; }

    /// <summary>Whether of shared objects not all that share them could be counted: there are as many at least.</summary>
    public bool IsPartial { get; init; }

    /// <summary>How much of the heap could not be read, in bytes.</summary>
    public long Unread { get; init; }

    /// <summary>By method and who awaits it, those that keep most first.</summary>
    public IReadOnlyList<KeptStack> Stacks { get; init; } = [];

    /// <summary>What is shared, by those who share it, the largest first.</summary>
    public IReadOnlyList<SharedObjects> Groups { get; init; } = [];
}

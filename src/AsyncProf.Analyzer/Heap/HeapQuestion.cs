namespace AsyncProf.Heap;

/// <summary>What is to be found out of a heap.</summary>
internal enum HeapQuestion
{
    /// <summary>Which operations have not ended, and what they wait for.</summary>
    Pending,

    /// <summary>Which of them nothing can complete any more.</summary>
    Unreachable,

    /// <summary>What they keep.</summary>
    Kept,
}

namespace AsyncProf.Heap.Stacks;

/// <summary>One line of a pending stack.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">The method's full name, or what is waited for.</param>
/// <param name="File">The source file; empty where it is not known.</param>
/// <param name="Line">The line of the await; 0 where it is not known.</param>
internal sealed record PendingFrame(PendingKind Kind, string Name, string File = "", int Line = 0)
{
    /// <summary>Whether it is the frameworks' own method.</summary>
    public bool IsFramework { get; init; }

    /// <summary>Whether it is a semaphore that is waited for.</summary>
    public bool IsSemaphore { get; init; }
}

using System.Collections.Immutable;

namespace AsyncProf.Heap.Stacks;

/// <summary>Operations that wait in the same way.</summary>
/// <param name="Count">How many times.</param>
/// <param name="Frames">Who waits for whom, the outermost first.</param>
internal sealed record PendingStack(int Count, IReadOnlyList<PendingFrame> Frames)
{
    /// <summary>The outermost operations for which threads wait that do nothing else, by their numbers. One can have many such stacks.</summary>
    public ImmutableHashSet<int> Blocked { get; init; } = [];

    /// <summary>How many those are.</summary>
    public int Blocking => Blocked.Count;

    /// <summary>How many of them nothing can complete any more that the program still holds; 0 also where nobody asked.</summary>
    public int Unreachable { get; init; }

    /// <summary>Of a wait for a semaphore, the methods that may hold it, at the awaits at which they are.</summary>
    public IReadOnlyList<PendingFrame> Holders { get; init; } = [];

    /// <summary>Of delays, the milliseconds until the first and the last is due, negative where it is overdue; null where there are none, or it is not known.</summary>
    public (long First, long Last)? Due { get; init; }
}

namespace AsyncProf.Heap.Stacks;

/// <summary>A thread that waits for an operation: sync over async.</summary>
/// <param name="Id">What the operating system calls it.</param>
/// <param name="Frames">Its methods, the innermost first, from the one that waits on.</param>
internal sealed record BlockedThread(uint Id, IReadOnlyList<PendingFrame> Frames);

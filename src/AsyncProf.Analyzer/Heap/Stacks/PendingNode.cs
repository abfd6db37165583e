using AsyncProf.Heap.Objects;

namespace AsyncProf.Heap.Stacks;

/// <summary>An operation or a task that has not ended.</summary>
/// <param name="address">Where the object is.</param>
/// <param name="type">Its type.</param>
internal struct PendingNode(ulong address, HeapType type)
{
    public readonly ulong Address = address;
    public readonly HeapType Type = type;

    /// <summary>Its frames, the outermost first, as a number of <see cref="FrameChains"/>.</summary>
    public int Frames;

    /// <summary>The object that it awaits; 0 for none.</summary>
    public ulong Awaited;

    /// <summary>The first of those that it waits for, and the next of those that the same waits for: numbers of <see cref="PendingGraph"/>'s edges, 0 for none.</summary>
    public int FirstChild;

    /// <summary>Whether it is an operation: somebody's code, and not only a task that others wait for.</summary>
    public bool IsOperation;

    /// <summary>Whether something waits for it.</summary>
    public bool IsAwaited;

    /// <summary>Whether a thread does nothing but wait for it.</summary>
    public bool IsBlocking;

    /// <summary>Whether it stands in a stack already.</summary>
    public bool IsTold;

    /// <summary>Whether it stands in the stack that is being told.</summary>
    public bool IsOnPath;
}

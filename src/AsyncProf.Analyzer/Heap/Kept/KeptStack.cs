using AsyncProf.Heap.Stacks;

namespace AsyncProf.Heap.Kept;

/// <summary>State machines of a method that are at the same await, and are awaited by the same.</summary>
/// <param name="Id">A number that <see cref="SharedObjects"/> name it by.</param>
/// <param name="Count">How many.</param>
/// <param name="Frames">Who awaits the method, the outermost first, and last the method itself.</param>
internal sealed record KeptStack(int Id, int Count, IReadOnlyList<PendingFrame> Frames)
{
    /// <summary>What each of them keeps alone, or with what it awaits, added up, in bytes.</summary>
    public long Own { get; init; }

    /// <summary>How many objects that are.</summary>
    public long Objects { get; init; }

    /// <summary>What they keep together with others, or each other, in bytes; each object once.</summary>
    public long Shared { get; init; }

    /// <summary>What they take themselves, in bytes.</summary>
    public long MachineBytes { get; init; }

    /// <summary>What of <see cref="Own"/> each local keeps, the largest first.</summary>
    public IReadOnlyList<KeptLocal> Locals { get; init; } = [];
}

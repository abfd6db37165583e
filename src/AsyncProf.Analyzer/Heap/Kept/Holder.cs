namespace AsyncProf.Heap.Kept;

/// <summary>A state machine that has not ended: one call of an async method.</summary>
/// <param name="Path">The call and who awaits it, as a number of <see cref="HolderTree"/>.</param>
/// <param name="Machine">The object with what it captured: its box, the state machine where that is an object of its own, or a continuation of the runtime.</param>
/// <param name="Box">Its task, or what serves as one; the same object where there is one only, 0 where that is another call's.</param>
/// <param name="Awaited">What it awaits; 0 for nothing.</param>
internal readonly record struct Holder(int Path, ulong Machine, ulong Box, ulong Awaited);

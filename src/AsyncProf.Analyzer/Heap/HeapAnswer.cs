using AsyncProf.Heap.Kept;
using AsyncProf.Heap.Stacks;

namespace AsyncProf.Heap;

/// <summary>What was found out of a heap.</summary>
/// <param name="Pending">What the process waits for.</param>
/// <param name="Kept">What those who wait keep; null where nobody asked.</param>
internal sealed record HeapAnswer(PendingDump Pending, KeptHeap? Kept);

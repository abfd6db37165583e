namespace AsyncProf.Heap.Kept;

/// <summary>Objects that the same calls keep together.</summary>
/// <param name="Bytes">What they take, in bytes.</param>
/// <param name="Objects">How many there are.</param>
/// <param name="Sharers">How many calls share them; of calls that await each other the outermost.</param>
/// <param name="Stacks">The stacks of these calls, by their numbers.</param>
/// <param name="Locals">By which locals they are reached, with the number of the stack.</param>
/// <param name="Types">By type, the largest first.</param>
internal sealed record SharedObjects(long Bytes, long Objects, int Sharers, IReadOnlyList<int> Stacks, IReadOnlyList<(int Stack, string Name)> Locals, IReadOnlyList<KeptType> Types);

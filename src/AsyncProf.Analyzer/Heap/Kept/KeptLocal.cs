namespace AsyncProf.Heap.Kept;

/// <summary>What a local, a parameter or <c>this</c> keeps, in all calls of a stack.</summary>
/// <param name="Name">Its name in the sources.</param>
/// <param name="Bytes">In bytes.</param>
/// <param name="Objects">How many objects.</param>
/// <param name="Types">By type, the largest first.</param>
internal sealed record KeptLocal(string Name, long Bytes, long Objects, IReadOnlyList<KeptType> Types);

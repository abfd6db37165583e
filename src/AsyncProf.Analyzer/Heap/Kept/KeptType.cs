namespace AsyncProf.Heap.Kept;

/// <summary>Objects of a type.</summary>
/// <param name="Name">The type.</param>
/// <param name="Bytes">What they take, in bytes.</param>
/// <param name="Objects">How many there are.</param>
internal sealed record KeptType(string Name, long Bytes, long Objects);

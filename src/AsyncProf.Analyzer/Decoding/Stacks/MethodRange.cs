namespace AsyncProf.Decoding.Stacks;

/// <summary>Where the code of one version of a method lies.</summary>
/// <param name="Start">Its first address.</param>
/// <param name="Size">How many bytes it has.</param>
/// <param name="Module">The number by which the process knows its module; 0 where it does not matter.</param>
/// <param name="Machine">The state machine whose <c>MoveNext</c> it is, by its metadata name; null for all other methods.</param>
/// <param name="IsSystem">Whether it is a method of a namespace of the framework's own.</param>
internal readonly record struct MethodRange(ulong Start, uint Size, ulong Module, string? Machine, bool IsSystem);

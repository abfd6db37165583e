namespace AsyncProf.Symbols.Awaits;

/// <summary>What a process tells of a place.</summary>
/// <param name="Place">The place's number.</param>
/// <param name="NameId">The name of the operations that suspend there.</param>
/// <param name="Await">The await; null while nothing tells.</param>
internal readonly record struct PlaceRecord(int Place, int NameId, AwaitInfo? Await);

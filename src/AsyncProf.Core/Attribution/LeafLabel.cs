namespace AsyncProf.Attribution;

/// <summary>What a wait is shown under.</summary>
/// <param name="Kind">What the target means.</param>
/// <param name="Target">A name id, or the value of a method id.</param>
internal readonly record struct LeafLabel(LeafKind Kind, int Target);

namespace AsyncProf.Profiles.Data;

/// <summary>Who began what.</summary>
/// <param name="StarterKind">Whether who began it is a method, or a request or scope outside any operation.</param>
/// <param name="Starter">Its name.</param>
/// <param name="Started">The method that was begun.</param>
internal readonly record struct SpawnKey(FrameKind StarterKind, string Starter, string Started);

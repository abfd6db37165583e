namespace AsyncProf.Fleets.Folders;

/// <summary>A profile in a folder.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Instance">Whose it is.</param>
/// <param name="Moment">When it was written, in UTC.</param>
internal sealed record FolderFile(string Path, string Instance, DateTime Moment);

namespace AsyncProf.Recording;

/// <summary>How far a recording has come.</summary>
/// <param name="Events">Events seen.</param>
/// <param name="Operations">Operations that began.</param>
/// <param name="Lost">Events that had no room.</param>
internal sealed record RecordingProgress(long Events, long Operations, long Lost);

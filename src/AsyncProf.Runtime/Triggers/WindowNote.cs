namespace AsyncProf.Triggers;

/// <summary>What the log says of a window that is over.</summary>
/// <param name="Reason">Why it was opened.</param>
/// <param name="Duration">How long it lasted.</param>
/// <param name="Requests">How many requests ended in it, of those that it was opened for.</param>
/// <param name="File">Where it was written; null where it was not.</param>
internal sealed record WindowNote(string Reason, TimeSpan Duration, int Requests, string? File);

using AsyncProf.Profiles;

namespace AsyncProf.Triggers;

/// <summary>A window that is over.</summary>
/// <param name="Profile">What it saw.</param>
/// <param name="Requests">How many requests ended in it, of those that it was opened for.</param>
internal sealed record WindowEnd(AsyncProfile Profile, int Requests);

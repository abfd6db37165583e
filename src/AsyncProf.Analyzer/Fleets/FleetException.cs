namespace AsyncProf.Fleets;

/// <summary>A store that cannot be read, or holds nothing of what was asked for: one sentence that says which, and what to do.</summary>
/// <param name="message">The sentence.</param>
internal class FleetException(string message) : Exception(message);

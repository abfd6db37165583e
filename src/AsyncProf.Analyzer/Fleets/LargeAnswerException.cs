namespace AsyncProf.Fleets;

/// <summary>A store answered more than is read at once: it may be asked for less.</summary>
/// <param name="message">The sentence for where it cannot.</param>
internal sealed class LargeAnswerException(string message) : FleetException(message);

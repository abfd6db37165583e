namespace AsyncProf.Triggers;

/// <summary>What an instrument must not exceed.</summary>
/// <param name="Instrument">Its name, or that of its meter, a slash and its name.</param>
/// <param name="Threshold">The value.</param>
internal sealed record MeterThreshold(string Instrument, double Threshold);

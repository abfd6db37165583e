namespace AsyncProf.Fleets.Pyroscope;

/// <summary>An instance of a side.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Selectors">What selects its profiles: one for each label that calls it so.</param>
internal sealed record PyroscopeInstance(string Name, IReadOnlyList<string> Selectors);

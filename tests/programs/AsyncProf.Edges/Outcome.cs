namespace Edges;

/// <summary>What the program says at its end.</summary>
/// <param name="Runtime">The runtime's version.</param>
/// <param name="Patterns">The patterns that ran.</param>
public sealed record Outcome(string Runtime, IReadOnlyList<Measured> Patterns);

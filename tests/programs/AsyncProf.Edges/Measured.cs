namespace Edges;

/// <summary>How long the runs of a pattern took, by the program's own clock, in nanoseconds.</summary>
public sealed record Measured(string Name, IReadOnlyList<long> WallsNs);

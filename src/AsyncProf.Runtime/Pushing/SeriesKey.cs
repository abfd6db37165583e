namespace AsyncProf.Pushing;

/// <summary>What the samples of one series have in common beside their stack; empty where it does not matter.</summary>
/// <param name="Root">The root's name.</param>
/// <param name="RootKind">What the root is.</param>
/// <param name="Status">How the operation ended.</param>
internal readonly record struct SeriesKey(string Root, string RootKind, string Status);

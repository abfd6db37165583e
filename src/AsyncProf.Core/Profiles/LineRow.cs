namespace AsyncProf.Profiles;

/// <summary>One line of a method, as samples saw it.</summary>
/// <param name="File">The source file.</param>
/// <param name="Line">The line.</param>
/// <param name="RunningNs">How long threads executed it, with what it called synchronously, by estimate and in nanoseconds.</param>
public sealed record LineRow(string File, int Line, long RunningNs);

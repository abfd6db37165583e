namespace AsyncProf.Samples;

/// <summary>A line in which a sampled thread was, itself or in what it had called there.</summary>
/// <param name="Frame">The synchronous method; null for the operation's own.</param>
/// <param name="File">The source file.</param>
/// <param name="Line">The line.</param>
internal readonly record struct SampledLine(SampledFrame? Frame, string File, int Line);

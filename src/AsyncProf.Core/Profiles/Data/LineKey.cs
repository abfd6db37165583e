namespace AsyncProf.Profiles.Data;

/// <summary>A line of a method.</summary>
/// <param name="Kind">What the method's frames are.</param>
/// <param name="Method">The method.</param>
/// <param name="File">The source file.</param>
/// <param name="Line">The line.</param>
internal readonly record struct LineKey(FrameKind Kind, string Method, string File, int Line);

namespace AsyncProf.Profiles;

/// <summary>One interned frame of logical stacks.</summary>
internal sealed record Frame(FrameKind Kind, string Name, bool IsFramework);

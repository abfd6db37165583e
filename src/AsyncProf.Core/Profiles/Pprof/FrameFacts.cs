namespace AsyncProf.Profiles.Pprof;

/// <summary>What a file's comments say of a frame that its function cannot.</summary>
internal sealed record FrameFacts(string Overload, bool IsFramework, bool PassesOn, string Link);

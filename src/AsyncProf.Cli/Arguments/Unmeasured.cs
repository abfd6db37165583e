using AsyncProf.Profiles;

namespace AsyncProf.Cli.Arguments;

/// <summary>What a recording may lack because nobody asked for it, and how it comes in.</summary>
internal static class Unmeasured
{
    /// <summary>Bytes, where a recording has none; null where it has.</summary>
    public static string? Allocations(RecordingInfo recording) => recording.Allocated is null ? "allocations: record with --alloc" : null;

    /// <summary>The same of processors.</summary>
    public static string? Cpu(RecordingInfo recording) => recording.Cpu is null ? "time on processors: record with --cpu" : null;
}

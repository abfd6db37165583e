namespace AsyncProf.Decoding;

/// <summary>What a file says beside its events.</summary>
/// <param name="StartUtc">When its session began.</param>
/// <param name="Cpus">How many processors the process could use.</param>
/// <param name="LostEvents">Events that the session's buffer had no room for.</param>
/// <param name="IsCut">Whether it ends in the middle.</param>
internal sealed record NettraceSummary(DateTime StartUtc, int Cpus, long LostEvents, bool IsCut);

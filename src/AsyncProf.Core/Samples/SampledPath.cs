namespace AsyncProf.Samples;

/// <summary>What a sampled thread was in.</summary>
/// <param name="Frames">The synchronous frames, the outermost first.</param>
/// <param name="Certain">
/// How many of them it was surely in when it was to be looked at: all, unless it went on to a place where code asks whether it is to stop, which is some microseconds late. What it was in before
/// may have returned.
/// </param>
internal sealed record SampledPath(IReadOnlyList<SampledFrame> Frames, int Certain)
{
    /// <summary>In nothing.</summary>
    public static SampledPath None { get; } = new([], 0);

    /// <summary>Whether what it was in tells of what the program does, and is nothing of the program's.</summary>
    public bool IsProfiling { get; init; }

    /// <summary>Whether it was seen late.</summary>
    public bool IsLate { get; init; }

    /// <summary>
    /// Whether that is only likely: what suspends an operation, and what tells of that, is over in no time, and has many places at which a thread can be stopped, where what computes may have none. Native code
    /// is seen at once.
    /// </summary>
    public bool IsSuspect { get; init; }
}

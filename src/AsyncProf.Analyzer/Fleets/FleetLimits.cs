namespace AsyncProf.Fleets;

/// <summary>How much is asked of a store.</summary>
internal sealed record FleetLimits
{
    /// <summary>How many traces of a side at most.</summary>
    public int Traces { get; init; } = 2_000;

    /// <summary>How many bytes one answer may have, unpacked.</summary>
    public int AnswerBytes { get; init; } = 64 << 20;

    /// <summary>How long one answer may take.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long all of it may take, for both sides, from the first question on.</summary>
    public TimeSpan Whole { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How many spans of a side at most: a trace may have any number.</summary>
    public int Spans { get; init; } = 1_000_000;

    /// <summary>How often the store is asked at most, for both sides: Pyroscope once for each sample type, instance and day.</summary>
    public int Questions { get; init; } = 10_000;

    /// <summary>How many files of a folder are looked at.</summary>
    public int Files { get; init; } = 20_000;
}

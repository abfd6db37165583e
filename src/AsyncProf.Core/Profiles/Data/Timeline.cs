namespace AsyncProf.Profiles.Data;

/// <summary>What a profile keeps of time: single roots, and how many there were at once. Of a recording that was read for it; a file of sums has none.</summary>
/// <param name="DurationNs">How long the recording is, in nanoseconds.</param>
/// <param name="StepNs">How long a step of <see cref="Loads"/> is, in nanoseconds. The first begins with the recording.</param>
internal sealed record Timeline(long DurationNs, long StepNs)
{
    /// <summary>Most steps that loads have, however long the recording is.</summary>
    public const int MostSteps = 256;

    /// <summary>Some of the roots that were seen whole, the earliest first: the slowest of each name, and a uniform sample of all.</summary>
    public required IReadOnlyList<TimedRoot> Roots { get; init; }

    /// <summary>All roots, by kind and name; null where the profile is a part of which that is not known.</summary>
    public required IReadOnlyList<RootLoad>? Loads { get; init; }

    /// <summary>Of how many whole roots <see cref="Roots"/> are chosen.</summary>
    public required long Seen { get; init; }

    /// <summary>What the process and its operations did each second; null where it was not kept.</summary>
    public TimeSeries? Series { get; init; }
}

namespace AsyncProf.Profiles.Data;

/// <summary>What is summed up for those who began what nobody is known to have awaited; see <see cref="SpawnRow"/>.</summary>
internal readonly record struct SpawnSums(long Ended, long StillRunning, long Outlived, long AwaiterUnknown, long TaskNs)
{
    /// <summary>Files can say anything, over and over: no sum is larger, and any two can be added.</summary>
    private const long Most = long.MaxValue / 4;

    public static SpawnSums operator +(SpawnSums a, SpawnSums b) => new(
        Math.Min(Most, a.Ended + b.Ended),
        Math.Min(Most, a.StillRunning + b.StillRunning),
        Math.Min(Most, a.Outlived + b.Outlived),
        Math.Min(Most, a.AwaiterUnknown + b.AwaiterUnknown),
        Math.Min(Most, a.TaskNs + b.TaskNs));
}

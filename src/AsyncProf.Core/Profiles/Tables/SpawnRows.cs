using AsyncProf.Profiles.Data;

namespace AsyncProf.Profiles.Tables;

/// <summary>The table of who began what.</summary>
internal static class SpawnRows
{
    /// <summary>The most task time first.</summary>
    public static IReadOnlyList<SpawnRow> Read(ProfileData data) =>
    [
        .. data.Spawns
            .Select(pair => new SpawnRow(pair.Key.Starter, pair.Key.StarterKind, pair.Key.Started)
            {
                Count = pair.Value.Ended + pair.Value.StillRunning,
                StillRunning = pair.Value.StillRunning,
                Outlived = pair.Value.Outlived,
                AwaiterUnknown = pair.Value.AwaiterUnknown,
                TaskNs = pair.Value.TaskNs,
            })
            .OrderByDescending(row => row.TaskNs).ThenByDescending(row => row.Count)
            .ThenBy(row => row.Starter, StringComparer.Ordinal).ThenBy(row => row.Started, StringComparer.Ordinal).ThenBy(row => row.StarterKind),
    ];

    /// <summary>For each method that is a root, who began it, the most often first.</summary>
    public static ILookup<string, SpawnKey> StartersOf(ProfileData data) =>
        data.Spawns.OrderByDescending(pair => pair.Value.Ended + pair.Value.StillRunning).ThenBy(pair => pair.Key.Starter, StringComparer.Ordinal).ThenBy(pair => pair.Key.StarterKind).Select(pair => pair.Key).ToLookup(key => key.Started, StringComparer.Ordinal);
}

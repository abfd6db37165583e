using AsyncProf.Profiles.Data;

namespace AsyncProf.Profiles.Tables;

/// <summary>Reads what ran outside operations off the data of a profile.</summary>
internal static class OutsideRows
{
    public static IReadOnlyList<OutsideRow> Read(ProfileData data) =>
    [
        .. data.Outside.Select(pair => new OutsideRow(pair.Key.Name, pair.Key.Kind == FrameKind.External, pair.Value.IsFramework, pair.Value.SelfNs, pair.Value.TotalNs))
            .OrderByDescending(row => row.TotalNs).ThenByDescending(row => row.SelfNs).ThenBy(row => row.Method, StringComparer.Ordinal).ThenBy(row => row.IsExternal),
    ];
}

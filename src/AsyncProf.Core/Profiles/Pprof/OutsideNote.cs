using System.Text.Json;
using AsyncProf.Profiles.Data;

namespace AsyncProf.Profiles.Pprof;

/// <summary>What samples saw of one method outside operations, as JSON in a file.</summary>
internal static class OutsideNote
{
    public static string Write(FrameKind kind, string name, OutsideSums sums) =>
        JsonSerializer.Serialize(new object[] { name, kind == FrameKind.External ? 1 : 0, sums.SelfNs, sums.TotalNs, sums.IsFramework ? 1 : 0 });

    public static (FrameKind Kind, string Name, OutsideSums Sums) Read(JsonElement note) => (
        note[1].GetInt32() == 1 ? FrameKind.External : FrameKind.Sync,
        note[0].GetString() ?? "",
        new OutsideSums(PprofComments.Number(note[2]), PprofComments.Number(note[3]), note[4].GetInt32() == 1));
}

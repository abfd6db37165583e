using System.Text.Json;
using AsyncProf.Profiles.Data;

namespace AsyncProf.Profiles.Pprof;

/// <summary>Who began what, as JSON in a file.</summary>
internal static class SpawnNote
{
    public static string Write(in SpawnKey spawn, SpawnSums sums) => JsonSerializer.Serialize(new object[]
    {
        spawn.StarterKind == FrameKind.Entry ? 1 : 0, spawn.Starter, spawn.Started, sums.Ended, sums.StillRunning, sums.Outlived, sums.AwaiterUnknown, sums.TaskNs,
    });

    public static (SpawnKey Spawn, SpawnSums Sums) Read(JsonElement note) => (
        new SpawnKey(note[0].GetInt32() == 1 ? FrameKind.Entry : FrameKind.Method, note[1].GetString() ?? "", note[2].GetString() ?? ""),
        new SpawnSums(PprofComments.Number(note[3]), PprofComments.Number(note[4]), PprofComments.Number(note[5]), PprofComments.Number(note[6]), PprofComments.Number(note[7])));
}

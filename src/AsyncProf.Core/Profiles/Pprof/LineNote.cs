using System.Text.Json;
using AsyncProf.Profiles.Data;

namespace AsyncProf.Profiles.Pprof;

/// <summary>What samples say of one line, as JSON in a file.</summary>
internal static class LineNote
{
    private static readonly FrameKind[] Kinds = [FrameKind.Method, FrameKind.Sync, FrameKind.External];

    public static string Write(in LineKey line, long runningNs) => JsonSerializer.Serialize(new object[] { Array.IndexOf(Kinds, line.Kind), line.Method, line.File, line.Line, runningNs });

    public static (LineKey Line, long RunningNs) Read(JsonElement note) =>
        (new LineKey(Kinds[note[0].GetInt32()], note[1].GetString() ?? "", note[2].GetString() ?? "", Math.Max(0, note[3].GetInt32())), PprofComments.Number(note[4]));
}

using System.Text.Json;
using AsyncProf.Events;
using AsyncProf.Profiles.Data;

namespace AsyncProf.Profiles.Pprof;

/// <summary>What is known of one await, as JSON in a file.</summary>
internal static class AwaitNote
{
    public static string Write(in AwaitKey await, AwaitSums sums) => JsonSerializer.Serialize(new object[]
    {
        await.RootKind.ToString(), await.Root, await.Kind == FrameKind.Entry ? 1 : 0, await.Method, await.On, await.File, await.Line, await.ILOffset,
        sums.Hits, sums.WaitingNs, sums.ReadyNs, sums.RunningNs,
    });

    public static (AwaitKey Await, AwaitSums Sums) Read(JsonElement note)
    {
        RootKind kind = Enum.GetValues<RootKind>().First(value => value.ToString() == note[0].GetString());
        var await = new AwaitKey(
            kind, note[1].GetString() ?? "", note[2].GetInt32() == 1 ? FrameKind.Entry : FrameKind.Method, note[3].GetString() ?? "", note[4].GetString() ?? "", note[5].GetString() ?? "", Math.Max(0, note[6].GetInt32()), Math.Max(-1, note[7].GetInt32()));
        return (await, new AwaitSums(PprofComments.Number(note[8]), PprofComments.Number(note[9]), PprofComments.Number(note[10]), PprofComments.Number(note[11])));
    }
}

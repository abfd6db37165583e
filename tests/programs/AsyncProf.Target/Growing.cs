using System.Diagnostics;
using System.Globalization;

namespace AsyncProf.Target;

/// <summary>A program whose memory grows in one method, for two seconds of seven, and which knows how much that was, how often it was collected and how long all threads stood still for that.</summary>
internal static class Growing
{
    private const int Pieces = 3_000, PieceBytes = 50_000, PiecesOfTurn = 150, Turns = Pieces / PiecesOfTurn, TurnMs = 100, CollectsEach = 4, HeldMs = 1_300;

    private static readonly List<byte[]> Held = [];

    public static async Task<int> RunAsync()
    {
        await RestAsync(2_000);
        long allocated = GC.GetTotalAllocatedBytes(precise: true);
        int collections = GC.CollectionCount(0);
        TimeSpan paused = GC.GetTotalPauseDuration();
        long heapBefore = GC.GetTotalMemory(forceFullCollection: false);
        await FillAsync();
        long heap = GC.GetTotalMemory(forceFullCollection: false) - heapBefore;
        await Console.Out.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"allocated {GC.GetTotalAllocatedBytes(precise: true) - allocated} collections {GC.CollectionCount(0) - collections} paused {(GC.GetTotalPauseDuration() - paused).TotalMilliseconds} heap {heap} workingset {Environment.WorkingSet}"));
        Held.Clear();
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        await RestAsync(2_000);
        return 0;
    }

    private static async Task RestAsync(int milliseconds)
    {
        await Task.Yield();
        await Task.Delay(milliseconds);
    }

    private static async Task FillAsync()
    {
        await Task.Yield();
        var clock = Stopwatch.StartNew();
        for (int turn = 0; turn < Turns; turn++)
        {
            for (int piece = 0; piece < PiecesOfTurn; piece++)
            {
                var bytes = new byte[PieceBytes];
                Array.Fill(bytes, (byte)piece);
                Held.Add(bytes);
            }

            if (turn % CollectsEach == 0)
                GC.Collect(2, GCCollectionMode.Forced, blocking: true);
            await Task.Delay(Math.Max(1, ((turn + 1) * TurnMs) - (int)clock.ElapsedMilliseconds));
        }

        await Task.Delay(HeldMs); // long enough to be seen by who looks each second
    }
}

using AsyncProf.Building;
using AsyncProf.Engine;
using AsyncProf.Events;
using AsyncProf.Stitching;
using AsyncProf.Stitching.Records;
using AsyncProf.Symbols;
using AsyncProf.Symbols.Metadata;

namespace AsyncProf.Benchmarks.Stitching;

/// <summary>
/// What an event costs the engine as it runs in an app: in cycles, between which the app uses the core's caches for its own. <see cref="WebTraffic"/> is fed in cycles of some length; in the cold
/// turns 32 MB of other data are walked through between them. Only the engine's own time on a processor counts. Turns of all kinds take place in shuffled order; the lower quartile of all cycles of a kind counts.
/// </summary>
internal static class LiveReplay
{
    private const int OtherBytes = 32 << 20, Rounds = 2;
    private const long Second = WebTraffic.TicksPerSecond, Length = 21 * Second;

    private static readonly byte[] Other = new byte[OtherBytes];
    private static long s_sum;

    /// <summary>Measures and prints a row for each kind of turn.</summary>
    public static void Print()
    {
        (bool Cold, int CycleMs)[] kinds = [(false, 20), (false, 100), (true, 20), (true, 100)];
        Dictionary<(bool Cold, int CycleMs), Costs> costs = kinds.ToDictionary(kind => kind, _ => new Costs());
        var random = new Random();
        for (int round = 0; round <= Rounds; round++) // the first one only gets warm
        {
            random.Shuffle(kinds);
            foreach ((bool Cold, int CycleMs) kind in kinds)
                Play(kind.Cold, kind.CycleMs * (Second / 1000), round == 0 ? new Costs() : costs[kind]);
        }

        Console.WriteLine("| caches | cycle | ns an event | and the snapshots' share | records kept, KB |\n|---|--:|--:|--:|--:|");
        foreach (((bool cold, int cycle), Costs of) in costs.OrderBy(row => row.Key))
            Console.WriteLine(FormattableString.Invariant($"| {(cold ? "cold" : "warm")} | {cycle} ms | {Quartile(of.Cycles):F0} | {Quartile(of.Snapshots):F0} | {of.KeptBytes / 1024} |"));
    }

    private static void Play(bool isCold, long cycle, Costs costs)
    {
        var names = new NameTable();
        var methods = new MethodTable(names, new MetadataIndex());
        StitcherLimits limits = StitcherLimits.OfClock(Second);
        Stitcher stitcher = new AsyncEngine(names, methods, new ProfileBuilder(names, methods, new TickClock(Second)), limits).Stitcher;
        ThreadWork[] threads = [.. Enumerable.Range(0, 8).Select(key => stitcher.Thread(key))];
        var traffic = new WebTraffic(names);
        long snapshot = 0, eventsBefore = 0;
        for (long time = cycle; time < Length; time += cycle)
        {
            List<(int Thread, AsyncEvent Event)> batch = traffic.Until(time);
            if (isCold)
                WalkThroughOther();
            TimeSpan from = Environment.CpuUsage.TotalTime;
            foreach ((int thread, AsyncEvent e) in batch)
                stitcher.Process(threads[thread], e);
            stitcher.Advance(time);
            TimeSpan to = Environment.CpuUsage.TotalTime;
            if (time - snapshot > limits.SnapshotTicks)
            {
                stitcher.Snapshot(snapshot = time);
                costs.Snapshots.Add((Environment.CpuUsage.TotalTime - to).TotalNanoseconds / (stitcher.Counts.Events - eventsBefore));
                eventsBefore = stitcher.Counts.Events;
            }

            if (time > Second && batch.Count > 0)
                costs.Cycles.Add((to - from).TotalNanoseconds / batch.Count);
            batch.Clear();
        }

        costs.KeptBytes = stitcher.Store.KeptBytes;
        if (stitcher.Transitions.IllegalCount + stitcher.Counts.Unmatched > 0)
            throw new InvalidOperationException("The traffic makes no sense.");
    }

    /// <summary>Other programs only ever add to what a cycle costs.</summary>
    private static double Quartile(List<double> costs) => costs.Order().ElementAt(costs.Count / 4);

    private static void WalkThroughOther()
    {
        long sum = 0;
        for (int i = 0; i < OtherBytes; i += 64)
            sum += Other[i]++;
        s_sum += sum;
    }

    private sealed class Costs
    {
        public List<double> Cycles { get; } = [];

        public List<double> Snapshots { get; } = [];

        public long KeptBytes { get; set; }
    }
}

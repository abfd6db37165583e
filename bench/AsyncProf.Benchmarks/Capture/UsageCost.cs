using System.Globalization;
using AsyncProf.Capture;
using AsyncProf.Overhead;

namespace AsyncProf.Benchmarks.Capture;

/// <summary>
/// What measuring adds to an event: the chain of <see cref="CaptureBenchmarks"/>, processor time of this thread, the least of many rounds taken in turn, so that a busy machine does not matter. Prints Markdown.
/// </summary>
internal static class UsageCost
{
    private const int Rounds = 60, Calls = 4000, Events = 22;

    public static void Run()
    {
        CaptureHub hub = CaptureHub.Instance;
        var chain = new CaptureBenchmarks { Listening = "direct" };
        (string Name, MeasuredUse Measured)[] kinds = [("the capture", MeasuredUse.None), ("with allocated bytes", MeasuredUse.Allocations), ("with processor time", MeasuredUse.Cpu), ("with both", MeasuredUse.Allocations | MeasuredUse.Cpu)];
        double[] least = [.. kinds.Select(_ => double.MaxValue)];
        double off = double.MaxValue;
        for (int round = 0; round < Rounds; round++)
            off = Math.Min(off, Time(chain));
        chain.Setup();
        for (int round = 0; round < Rounds; round++)
        {
            for (int kind = 0; kind < kinds.Length; kind++)
            {
                using IDisposable measuring = hub.Measure(kinds[kind].Measured);
                least[kind] = Math.Min(least[kind], Time(chain));
            }
        }

        chain.Cleanup();
        Console.WriteLine("| | a chain | an event more than nobody listening | than the capture |\n|---|---|---|---|");
        Console.WriteLine(Row("nobody listens", off, off, off));
        for (int kind = 0; kind < kinds.Length; kind++)
            Console.WriteLine(Row(kinds[kind].Name, least[kind], off, kind == 0 ? least[kind] : least[0]));
    }

    private static string Row(string name, double seconds, double off, double capture) => string.Create(
        CultureInfo.InvariantCulture, $"| {name} | {seconds * 1e6:0.00} µs | {(seconds - off) * 1e9 / Events:0.0} ns | {(seconds - capture) * 1e9 / Events:0.0} ns |");

    /// <summary>Seconds of processor time for a chain.</summary>
    private static double Time(CaptureBenchmarks chain)
    {
        double start = ThreadCpu.Seconds();
        for (int call = 0; call < Calls; call++)
            chain.Chain();
        return (ThreadCpu.Seconds() - start) / Calls;
    }
}

using AsyncProf.Diffing;
using AsyncProf.Diffing.Runs;
using AsyncProf.Profiles;

namespace AsyncProf.Analyzer.Tests.Diffing.Simulation;

/// <summary>A program of five roots with ten methods each, run again and again under noise: what is planted in it is known.</summary>
internal sealed class SimulatedProgram(int seed, Noise noise)
{
    public const int Roots = 5, MethodsOfARoot = 10, Runs = 7;

    /// <summary>The root, and the method below it, in which the slowdown is planted.</summary>
    public const string SlowedRoot = "GET /0", SlowedMethod = "Shop.R0.M3";

    private const double Sigma = 0.03, Slower = 1.08, SlowShare = 0.3, Drift = 0.10;

    private readonly Random _random = new(seed);

    /// <summary>Both sides, in an order of turns that meets a drift on both alike (ABBA).</summary>
    /// <param name="slowdown">By which share of its time the root is slowed on the head side.</param>
    public (DiffSide Base, DiffSide Head) Run(double slowdown)
    {
        var bases = new List<RunMeasures>();
        var heads = new List<RunMeasures>();
        for (int turn = 0; turn < 2 * Runs; turn++)
        {
            bool isHead = (turn % 4) is 1 or 2;
            (isHead ? heads : bases).Add(OneRun(turn, isHead ? slowdown : 0));
        }

        return (new DiffSide("base", bases), new DiffSide("head", heads));
    }

    private RunMeasures OneRun(int turn, double slowdown)
    {
        double run = noise switch
        {
            Noise.WithinRun => Lognormal(Sigma),
            Noise.Bimodal => _random.NextDouble() < SlowShare ? Slower : 1,
            Noise.Drifting => 1 + (Drift * turn / ((2 * Runs) - 1)),
            _ => 1,
        };
        var roots = new Dictionary<RootKey, RootMeasures>();
        for (int root = 0; root < Roots; root++)
        {
            var measures = new RootMeasures { Count = 100 };
            double whole = Enumerable.Range(0, MethodsOfARoot).Sum(MeanNs);
            for (int method = 0; method < MethodsOfARoot; method++)
            {
                string name = $"Shop.R{root}.M{method}";
                double ns = (MeanNs(method) + ($"GET /{root}" == SlowedRoot && name == SlowedMethod ? slowdown * whole : 0)) * run * Lognormal(Sigma);
                var time = new TimeByState(0, (long)(ns * measures.Count), 0, 0);
                measures.Methods.Add(new MethodKey(FrameKind.Method, name), new MethodMeasures { Calls = measures.Count, ElapsedSelf = time, TaskSelf = time });
                measures.Elapsed += time;
                measures.Task += time;
            }

            roots.Add(new RootKey("request", $"GET /{root}"), measures);
        }

        return new RunMeasures(FormattableString.Invariant($"run-{turn}"), new RecordingInfo(), roots, 0);
    }

    private static double MeanNs(int method) => 1_000_000 * (1 + method);

    private double Lognormal(double sigma) => Math.Exp(sigma * Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble()));
}

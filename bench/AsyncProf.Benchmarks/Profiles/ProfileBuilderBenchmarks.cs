using AsyncProf.Attribution;
using AsyncProf.Building;
using AsyncProf.Engine;
using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.Stitching.Records;
using AsyncProf.Symbols;
using AsyncProf.Symbols.Metadata;
using AsyncProf.Testing.Simulation;
using BenchmarkDotNet.Attributes;

namespace AsyncProf.Benchmarks.Profiles;

/// <summary>A profile from a million operations: charged trees are added up one after the other. The time is that of one operation.</summary>
[MemoryDiagnoser]
public class ProfileBuilderBenchmarks
{
    private const int Operations = 1_000_000;

    private readonly NameTable _names = new();
    private readonly List<RootTree> _trees = [];
    private MethodTable _methods = null!;

    [GlobalSetup]
    public void Setup()
    {
        var simulator = new Simulator(_names);
        IReadOnlyList<LoggedEvent> log = simulator.Play(new RandomProgram(7, simulator).Main());
        _methods = new MethodTable(_names, new MetadataIndex());
        var stitcher = new AsyncEngine(_names, _methods, new Keep(_trees), new StitcherLimits { GraceTicks = 5 }).Stitcher;
        foreach (LoggedEvent logged in log)
            stitcher.Process(stitcher.Thread(logged.Thread), logged.Event);
        stitcher.Finish(stitcher.Now);
    }

    [Benchmark(OperationsPerInvoke = Operations)]
    public AsyncProfile Build()
    {
        var builder = new ProfileBuilder(_names, _methods, new TickClock(1000));
        for (int operations = 0, next = 0; operations < Operations; next = (next + 1) % _trees.Count)
        {
            builder.OnTree(_trees[next]);
            operations += _trees[next].NodeCount;
        }

        return builder.Build(new RecordingInfo());
    }

    private sealed class Keep(List<RootTree> trees) : ITreeSink
    {
        public void OnTree(RootTree tree)
        {
            var copy = new RootTree(tree.NodeCount);
            copy.CopyFrom(tree);
            trees.Add(copy);
        }
    }
}

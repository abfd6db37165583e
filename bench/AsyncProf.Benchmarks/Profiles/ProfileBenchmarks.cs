using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;
using AsyncProf.Profiles.Pprof;
using AsyncProf.Profiles.Tables;
using BenchmarkDotNet.Attributes;

namespace AsyncProf.Benchmarks.Profiles;

/// <summary>A profile of 111,110 logical stacks, five deep, two samples each: writing, reading, merging, and the tables that are read off it.</summary>
[MemoryDiagnoser]
public class ProfileBenchmarks
{
    private const int Width = 10, Depth = 5;

    private AsyncProfile _profile = null!;
    private byte[] _file = [];

    [GlobalSetup]
    public void Setup()
    {
        var builder = new ProfileDataBuilder();
        Grow(builder, 0, 0);
        _profile = new AsyncProfile(new RecordingInfo(), builder.Build());
        _file = PprofWriter.Write(_profile);
    }

    [Benchmark]
    public int Write() => PprofWriter.Write(_profile).Length;

    [Benchmark]
    public AsyncProfile Read() => PprofReader.Read(_file);

    [Benchmark]
    public AsyncProfile Merge() => AsyncProfile.Merge(_profile, _profile);

    [Benchmark]
    public int Methods() => MethodRows.Read(_profile.Data).Count;

    [Benchmark]
    public int Tree() => CallTree.Of(_profile.Data).Children.Count;

    [Benchmark]
    public AsyncProfile FoldFramework() => _profile.FoldFramework();

    private static void Grow(ProfileDataBuilder builder, int parent, int depth)
    {
        for (int i = 0; i < Width && depth < Depth; i++)
        {
            string name = depth % 2 == 0 ? $"Shop.Service{i}.Method{depth}Async" : $"System.Net.Client{i}.Method{depth}Async";
            int stack = builder.Intern(parent, builder.Intern(new Frame(FrameKind.Method, name, depth % 2 != 0)));
            for (int bucket = 100; bucket < 102; bucket++)
                builder.Add(new StackCharge(stack, new ChargeTags(RootKind.Operation, OperationStatus.Completed, AwaitedBy.Parent, bucket + i), new Measures(3, 300, new TimeByState(1, 2, 3, 4), new TimeByState(1, 1, 1, 1))));
            Grow(builder, stack, depth + 1);
        }
    }
}

using AsyncProf.Benchmarks;
using AsyncProf.Benchmarks.Profiles;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

if (args is ["sink", var prefix])
{
    await Sink.RunAsync(prefix);
    return;
}

if (args is ["memory"])
{
    ProfileMemory.Print();
    return;
}

// In process: the benchmarks reach internal types, and a build of its own for each would take longer than the measurement.
IConfig config = DefaultConfig.Instance.AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithWarmupCount(5).WithIterationCount(15));
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, config);

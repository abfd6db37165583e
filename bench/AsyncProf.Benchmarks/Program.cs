using System.Globalization;
using AsyncProf.Benchmarks;
using AsyncProf.Benchmarks.Capture;
using AsyncProf.Benchmarks.Profiles;
using AsyncProf.Benchmarks.Recording;
using AsyncProf.Benchmarks.Spans;
using AsyncProf.Benchmarks.Stitching;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

if (args is ["sink", var prefix])
{
    await Sink.RunAsync(prefix);
    return;
}

if (args is ["usage"])
{
    UsageCost.Run();
    return;
}

if (args is ["spans-app", var address])
{
    await SpansApp.RunAsync(address);
    return;
}

if (args is ["spans-sink", var sink, var answer])
{
    await SpansSink.RunAsync(sink, answer);
    return;
}

if (args is ["spans-load", var target, var rate, var seconds])
{
    using var load = new SpansLoad(new Uri(target), int.Parse(rate, CultureInfo.InvariantCulture));
    await load.RunAsync(TimeSpan.FromSeconds(double.Parse(seconds, CultureInfo.InvariantCulture)));
    return;
}

if (args is ["verbose", var pid, var trace, var length])
{
    await VerboseTrace.RecordAsync(int.Parse(pid, CultureInfo.InvariantCulture), trace, TimeSpan.FromSeconds(double.Parse(length, CultureInfo.InvariantCulture)));
    return;
}

if (args is ["ours" or "tracelog", var file])
{
    ReadingTime.Print(args[0], file);
    return;
}

if (args is ["live"])
{
    LiveReplay.Print();
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

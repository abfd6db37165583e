using System.Globalization;
using AsyncProf.Decoding;
using AsyncProf.Profiles;
using AsyncProf.Testing.Processes;
using AsyncProf.Testing.Tiers;

namespace AsyncProf.EndToEnd.Tests.Recording;

/// <summary>What methods allocate and use of the processors, of programs that know it.</summary>
[Collection(RecordingCollection.Name)]
public sealed class UsageTests : IDisposable
{
    private const long KiB = 1024, MiB = 1024 * KiB;

    private const double Tolerance = 0.01;

    /// <summary>A machine that is busy with something else may not let a program do in time what it says.</summary>
    private const int Attempts = 4;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof-tests-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [InlineData("net10.0", "direct")]
    [DeepInlineData("net8.0", "direct")]
    [DeepInlineData("net9.0", "direct")]
    [DeepInlineData("net10.0", "listener")]
    public async Task Alloc_OfKnownAmounts_IsTheOwners(string framework, string capture)
    {
        (AsyncProfile profile, string output) = await RecordAsync(framework, "allocate", "--alloc", "--capture", capture);

        (string Method, long Bytes)[] expected =
        [
            ("LoadAsync", 6 * MiB), ("ParseAsync", 8 * MiB), ("FetchAsync", 8 * MiB), ("ConsumeAsync", 2000 * KiB), ("ItemsAsync", 4000 * KiB), ("RunAsync.lambda", 4 * MiB),
            ("LoopAsync", 8000 * KiB), ("BigAsync", 5 * MiB), ("ValueAsync", 2 * MiB), ("RunAsync", 0), ("AllocateAsync", 0),
        ];
        foreach ((string method, long bytes) in expected)
        {
            long allocated = profile.Methods.Where(row => row.Method.EndsWith("." + method, StringComparison.Ordinal)).Sum(row => row.UsedSelf.AllocatedBytes);
            Assert.True(Math.Abs(allocated - bytes) <= (bytes * Tolerance) + (64 * KiB), $"{method} allocated {allocated} and not {bytes} bytes");
        }

        Assert.NotNull(profile.Recording.Allocated);
        AllocationInfo all = profile.Recording.Allocated;
        long inAll = long.Parse(output.Trim(), CultureInfo.InvariantCulture), main = profile.Methods.Single(row => row.Method.EndsWith(".AllocateAsync", StringComparison.Ordinal)).UsedTotal.AllocatedBytes;
        Assert.Equal(profile.Tree.UsedTotal.AllocatedBytes, all.OperationsBytes);
        Assert.InRange(all.OperationsBytes + all.OutsideBytes + all.TracingBytes + all.ProfilerBytes + all.UnseenBytes, all.ProcessBytes, all.ProcessBytes + (64 * KiB));
        Assert.InRange(inAll, main, all.ProcessBytes + (64 * KiB));
        Assert.InRange(all.UnseenBytes, 0, (all.ProcessBytes * Tolerance) + (512 * KiB)); // what the runtime does before anything async happens
    }

    [Theory]
    [InlineData("net10.0", "agent")]
    [DeepInlineData("net8.0", "agent")]
    [DeepInlineData("net9.0", "agent")]
    [DeepInlineData("net10.0", "eventpipe")]
    [DeepInlineData("net9.0", "eventpipe")]
    public async Task Alloc_WithSamples_TellsTypesAndWhatWasCalled(string framework, string source)
    {
        string file = Path.Combine(_directory.FullName, "x.nettrace");
        (int code, string output, string errors) = await Tool.RunAsync(["record", "--alloc", "--source", source, "-o", file, "--", TargetBuilds.Program(framework), "allocate"]);
        Assert.True(code == 0, output + errors);
        AsyncProfile profile = NettraceProfile.Load(file);
        RecordingAssert.AddsUp(profile);
        bool isMeasured = source == "agent";

        MethodRow big = Row("BigAsync"), parse = Row("ParseAsync");
        Assert.Equal(!isMeasured, profile.Recording.Allocated!.IsEstimate);
        Assert.Equal(("System.Byte[]", "System.Byte[] (large)"), (parse.AllocatedTypes[0].Type, big.AllocatedTypes[0].Type));
        Assert.InRange(parse.AllocatedTypes[0].Bytes, 8 * MiB * (isMeasured ? 0.9 : 0.5), 8 * MiB * (isMeasured ? 1.01 : 1.5)); // by chance: the bytes of a type are those of some eighty samples
        Assert.InRange(big.AllocatedTypes[0].Bytes, 5 * MiB * 0.95, 5 * MiB * 1.05);
        if (isMeasured)
            Assert.Contains(profile.Tree.SelfAndBelow(), node => node.Name == parse.Method && node.Children.Any(child => child.Name.EndsWith(".Take", StringComparison.Ordinal) && child.Children.Any(type => type.Name == "new System.Byte[]")));

        MethodRow Row(string name) => profile.Methods.Single(row => row.Kind == FrameKind.Method && row.Method.EndsWith("." + name, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Cpu_OfSpinningSleepingBlockingAndWaiting_IsToldApart()
    {
        string[] wrong = [];
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            (AsyncProfile profile, _) = await RecordAsync("net10.0", "compute", "--cpu");
            if ((wrong = [.. Wrong(profile)]).Length == 0)
                return;
        }

        Assert.Fail(string.Join('\n', wrong));
    }

    private static IEnumerable<string> Wrong(AsyncProfile profile)
    {
        // Of running time on a processor, waiting for one, and neither; in the system.
        (string Method, double OnOrFor, double Neither, double System)[] expected =
        [
            ("SpinsAsync", 1, 0, 0), ("SleepsAsync", 0, 1, 0), ("ReadsAsync", 1, 0, 1), ("CrowdedAsync", 1, 0, 0),
        ];
        foreach ((string method, double onOrFor, double neither, double system) in expected)
        {
            MethodRow row = profile.Methods.Single(row => row.Method.EndsWith("." + method, StringComparison.Ordinal));
            (double running, double cpu, double preempted) = (row.TaskSelf.RunningNs, row.UsedSelf.CpuNs, row.UsedSelf.PreemptedNs);
            if (Math.Abs(((cpu + preempted) / running) - onOrFor) > 0.05 || Math.Abs(((running - cpu - preempted) / running) - neither) > 0.05 || (system > 0 && row.UsedSelf.SystemNs < 0.9 * cpu) || (system == 0 && row.UsedSelf.SystemNs > 0.1 * running))
                yield return FormattableString.Invariant($"{method} ran {running}, on a processor {cpu} of which {row.UsedSelf.SystemNs} in the system, and waited for one {preempted} ns");
        }

        MethodRow crowded = profile.Methods.Single(row => row.Method.EndsWith(".CrowdedAsync", StringComparison.Ordinal)), blocks = profile.Methods.Single(row => row.Method.EndsWith(".BlocksAsync", StringComparison.Ordinal)), waits = profile.Methods.Single(row => row.Method.EndsWith(".WaitsAsync", StringComparison.Ordinal));
        if (crowded.UsedSelf.PreemptedNs < crowded.TaskSelf.RunningNs / 2)
            yield return FormattableString.Invariant($"three times as many as there are processors waited for one for {crowded.UsedSelf.PreemptedNs} of {crowded.TaskSelf.RunningNs} ns");
        if (blocks.UsedSelf.CpuNs > 0.05 * blocks.TaskSelf.BlockedNs || waits.UsedSelf.CpuNs > 0.05 * waits.TaskSelf.WaitingNs)
            yield return FormattableString.Invariant($"blocking used {blocks.UsedSelf.CpuNs} and waiting {waits.UsedSelf.CpuNs} ns");
        if (profile.Recording.Cpu is not { } cpuInfo || cpuInfo.OperationsNs + cpuInfo.OutsideNs + cpuInfo.ProfilerNs > cpuInfo.ProcessNs + 20_000_000)
            yield return $"the sum is wrong: {profile.Recording.Cpu}";
    }

    /// <summary>Another recording has bytes measured for a while: this one's calls are those of all its time.</summary>
    [Fact]
    [Trait(Tier.Name, Tier.Deep)]
    public async Task Cpu_WhileSomebodyElseRecordsBytes_HasNoBytes()
    {
        await using RunningProgram program = RunningProgram.Start(TargetBuilds.Program("net10.0"), "steady", "1");
        Assert.Equal("ready", await program.ReadLineAsync());
        string mine = Path.Combine(_directory.FullName, "mine.nettrace"), others = Path.Combine(_directory.FullName, "others.nettrace");

        Task<(int Code, string Output, string Errors)> recording = Tool.RunAsync(["record", "--no-samples", "--source", "agent", "--cpu", "-d", "6s", "-o", mine, "--pid", $"{program.Id}"]);
        await Task.Delay(TimeSpan.FromSeconds(2));
        (int otherCode, _, string otherErrors) = await Tool.RunAsync(["record", "--no-samples", "--source", "agent", "--alloc", "-d", "1s", "-o", others, "--pid", $"{program.Id}"]);
        (int code, _, string errors) = await recording;

        Assert.True((code, otherCode) == (0, 0), errors + otherErrors);
        AsyncProfile own = NettraceProfile.Load(mine), other = NettraceProfile.Load(others);
        RecordingAssert.AddsUp(own);
        Assert.Null(own.Recording.Allocated);
        Assert.All(own.Methods, row => Assert.Equal(0, row.UsedSelf.AllocatedBytes));
        Assert.InRange(own.Recording.Cpu!.OperationsNs, 1, own.Recording.Cpu.ProcessNs);
        Assert.InRange(other.Recording.Allocated!.OperationsBytes, 1, other.Recording.Allocated.ProcessBytes);
    }

    private async Task<(AsyncProfile Profile, string Output)> RecordAsync(string framework, string program, params string[] options)
    {
        string file = Path.Combine(_directory.FullName, "x.nettrace");
        (int code, string output, string errors) = await Tool.RunAsync(["record", "--no-samples", .. options, "--force", "-o", file, "--", TargetBuilds.Program(framework), program]);
        Assert.True(code == 0, output + errors);
        AsyncProfile profile = NettraceProfile.Load(file);
        RecordingAssert.AddsUp(profile, options.Contains("listener") ? "listener" : "direct");
        return (profile, output);
    }
}

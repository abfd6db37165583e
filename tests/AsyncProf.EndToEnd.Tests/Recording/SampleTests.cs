using AsyncProf.Decoding;
using AsyncProf.Profiles;
using AsyncProf.Testing.Processes;
using AsyncProf.Testing.Tiers;

namespace AsyncProf.EndToEnd.Tests.Recording;

/// <summary>Programs of <c>scenarios.md</c> whose answers samples give, recorded as a user does: what computed, what slept, what was blocked and where, below the methods that events tell of.</summary>
[Collection(RecordingCollection.Name)]
public sealed class SampleTests(PublishedPrograms published) : IDisposable
{
    /// <summary>A look each 9 ms leaves one at either end of a stretch; a machine that is busy with something else may not look for a while.</summary>
    private const double Tolerance = 0.15, Margin = 0.03, LeastOfShort = 0.9;

    private const int Attempts = 4;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof-tests-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [InlineData("net10.0", "agent")]
    [DeepInlineData("net8.0", "agent")]
    [DeepInlineData("net9.0", "agent")]
    [DeepInlineData("net10.0", "eventpipe")]
    public async Task Launched_ProgramsWithKnownAnswers_AreToldBelowTheirMethods(string framework, string source)
    {
        string[] wrong = [];
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            AsyncProfile profile = await RecordAsync(framework, source, attempt);
            RecordingAssert.AddsUp(profile);
            Assert.InRange(profile.Recording.SampleIntervalNs, framework == "net10.0" ? 8_000_000 : 900_000, 30_000_000); // older runtimes look each millisecond and cannot be told otherwise
            if ((wrong = [.. Wrong(profile, framework)]).Length == 0)
                return;
        }

        Assert.Fail(string.Join('\n', wrong));
    }

    [Fact]
    [Trait(Tier.Name, Tier.Deep)]
    public async Task Launched_OnEleven_IsLookedAtAsOften()
    {
        string file = Path.Combine(_directory.FullName, "eleven.nettrace");
        (int code, string output, string errors) = await Tool.RunAsync(["record", "-o", file, "--", await published.OnElevenAsync("AsyncProf.Target", isRuntimeAsync: false), "sampled"]);
        Assert.True(code == 0, output + errors);
        Assert.InRange(NettraceProfile.Load(file).Recording.SampleIntervalNs, 8_000_000, 30_000_000);
    }

    [Fact]
    public async Task Launched_WithoutSamples_LeavesRunningTimeWhole()
    {
        string file = Path.Combine(_directory.FullName, "without.nettrace");
        (int code, string output, string errors) = await Tool.RunAsync(["record", "--no-samples", "-o", file, "--", TargetBuilds.Program("net10.0"), "sampled"]);
        Assert.True(code == 0, output + errors);
        AsyncProfile profile = NettraceProfile.Load(file);
        Assert.Equal((0, 0), (profile.Recording.Samples, profile.Recording.SampleIntervalNs));
        Assert.DoesNotContain(profile.Methods, row => row.Kind is FrameKind.Sync or FrameKind.External);
        Assert.Empty(profile.Outside);
    }

    private async Task<AsyncProfile> RecordAsync(string framework, string source, int attempt)
    {
        string file = Path.Combine(_directory.FullName, $"{framework}-{source}-{attempt}.nettrace");
        (int code, string output, string errors) = await Tool.RunAsync(["record", "--source", source, "-o", file, "--", TargetBuilds.Program(framework), "sampled"]);
        Assert.True(code == 0, output + errors);
        return NettraceProfile.Load(file);
    }

    private static IEnumerable<string> Wrong(AsyncProfile profile, string framework)
    {
        (string Caller, string Callee, double Seconds)[] expected =
        [
            ("RecursiveAsync", "Burn", 0.8), // S2
            ("SleepsAsync", "Burn", 0.6), // S3
            ("SleepsAsync", "Thread.Sleep", 0.4),
            ("FooAsync (prefix)", "Burn", 0.3), // S7
            ("FooAsync", "Thread.Sleep", 0.3),
            ("Innermost", "Thread.Sleep", 0.25), // S13
            ("SyncMain", "OuterAsync (prefix)", 0.25),
            ("SyncMain", "Thread.Sleep", 0.25),
            ("Work", "Burn", 0.4), // S15
            ("ReadsAsync", "Socket.Receive", 0.3),
            ("LockedAsync", "Thread.Sleep", 0.6),
            ("LockedAsync", framework == "net10.0" ? "Monitor.Enter" : "(native)", 0.3), // is native code up to .NET 9
        ];
        foreach ((string caller, string callee, double seconds) in expected)
        {
            double actual = Below(profile.Tree, caller, callee);
            if (Math.Abs(actual - seconds) > (seconds * Tolerance) + Margin)
                yield return FormattableString.Invariant($"{callee} below {caller} took {actual:0.000} and not {seconds:0.000} s");
        }

        // Over EventPipe telling of so short segments takes as long as they do, and is where the processor is given away.
        double work = Running(profile.Tree, node => node.Name.EndsWith(".ChainAsync", StringComparison.Ordinal) && node.Kind == FrameKind.Method) - Deep(profile.Tree, "ChainAsync", "(profiling)");
        if (profile.Recording.Source == "agent" && Below(profile.Tree, "ChainAsync", "Compute") is var compute && compute < LeastOfShort * work)
            yield return FormattableString.Invariant($"of {work:0.000} s of short segments {compute:0.000} are in what computes");
        if (profile.Methods.Single(row => row.Kind == FrameKind.Method && row.Method.EndsWith(".FooAsync", StringComparison.Ordinal)).PrefixNs is var prefix and (< 200_000_000 or > 400_000_000))
            yield return FormattableString.Invariant($"the prefix of FooAsync took {prefix} and not 300,000,000 ns");
        if (profile.Recording.UndividedShare > 0.05)
            yield return FormattableString.Invariant($"{profile.Recording.UndividedShare:P1} of running time is not divided");
    }

    /// <summary>The running time of a synchronous frame directly below others of a name, with all below it, in seconds.</summary>
    private static double Below(CallNode tree, string caller, string callee) =>
        tree.SelfAndBelow().Where(node => IsNamed(node, caller)).SelectMany(node => node.Children).Where(node => node.Kind is FrameKind.Sync or FrameKind.External && IsNamed(node, callee)).Sum(node => node.TaskTotal.RunningNs) / 1e9;

    /// <summary>The same of one anywhere below.</summary>
    private static double Deep(CallNode tree, string caller, string callee) => tree.SelfAndBelow().Where(node => node.Kind == FrameKind.Method && IsNamed(node, caller)).Sum(node => Running(node, below => IsNamed(below, callee)));

    private static double Running(CallNode tree, Func<CallNode, bool> isMeant) => tree.SelfAndBelow().Where(isMeant).Sum(node => node.TaskTotal.RunningNs) / 1e9;

    private static bool IsNamed(CallNode node, string name) => node.Name == name || node.Name.EndsWith("." + name, StringComparison.Ordinal) || node.Name == name + " (ambiguous)";
}

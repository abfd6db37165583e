using AsyncProf.Events;
using AsyncProf.Findings;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;
using AsyncProf.Profiles.Durations;
using AsyncProf.Testing;
using AsyncProf.Testing.Simulation;

namespace AsyncProf.Analyzer.Tests.Findings;

/// <summary>What rules once said of sound code, and must not.</summary>
public class FalseFindingTests
{
    [Fact]
    public void Straggler_ALoopOfWhichOnlyTheTailKeptItsCallerWaiting_IsNone()
    {
        IReadOnlyList<Finding> findings = Find(s =>
        {
            SimTask loop = s.Method("Import", [new Step.Yield(), .. Enumerable.Range(0, 100).Select(_ => new Step.Await(s.Method("Row", [new Step.Await(s.Delay(2))]))), new Step.Await(s.Method("Flush", [new Step.Await(s.Delay(150))]))]);
            SimTask longer = s.Method("Longer", [new Step.Await(s.Delay(205))]);
            return s.Method("Handler", [new Step.Yield(), new Step.Start(loop), new Step.Start(longer), new Step.Await(longer), new Step.Await(loop)]);
        });

        Assert.DoesNotContain(findings, found => found.Id == "straggler");
    }

    [Fact]
    public void Straggler_ALoopOfCallsThatEachAwaitSeveralAtOnce_IsNone()
    {
        IReadOnlyList<Finding> findings = Find(s => s.Method("Import", [new Step.Yield(), .. Enumerable.Range(0, 100).Select(_ => new Step.Await(Row(s))), new Step.Await(s.Method("Flush", [new Step.Await(s.Delay(3_000))]))]));

        Assert.DoesNotContain(findings, found => found is { Id: "straggler", Subject: "Import" });

        static SimTask Row(Simulator s)
        {
            SimTask[] parts = [.. Enumerable.Range(0, 4).Select(_ => s.Method("Part", [new Step.Await(s.Delay(10))]))];
            return s.Method("Row", [new Step.Yield(), .. parts.Select(part => new Step.Start(part)), new Step.Await(s.WhenAll(parts))]);
        }
    }

    [Theory]
    [InlineData(20)]
    [InlineData(500)]
    public void NPlusOne_ALoopThatATimerPaces_IsNone(long pause)
    {
        IReadOnlyList<Finding> findings = Find(s => s.Method("Service", [.. Enumerable.Range(0, 30).SelectMany(_ => new Step[] { new Step.Await(s.Delay(pause)), new Step.Await(s.Method("Poll", [new Step.Await(s.Delay(50))])) })]));

        Assert.DoesNotContain(findings, found => found.Id == "n-plus-one");
    }

    [Fact]
    public void LongHold_OfWhatBeganBefore_IsNone() => Assert.DoesNotContain(FindingRules.Find(Held("(begun before recording)")), found => found.Id == "long-hold");

    [Fact]
    public void LongHold_OfAnAmbiguousMethod_IsNone() => Assert.DoesNotContain(FindingRules.Find(Held("Handle (ambiguous)")), found => found.Id == "long-hold");

    [Fact]
    public void LongHold_ThatACalleeMayHaveRunBeforeItsFirstAwait_NamesBothAndBlamesNeither()
    {
        AsyncProfile profile = Held("Handler", builder => builder.Note(FrameKind.Method, "Load", new MethodNotes { PrefixAtMostNs = 180_000_000 }));

        Finding hold = Assert.Single(FindingRules.Find(profile), found => found.Id == "long-hold");

        Assert.Equal(("Handler", Severity.Info), (hold.Subject, hold.Severity));
        Assert.Contains("by itself or by what it called before that first awaited, Load perhaps", hold.Evidence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 150_000_000, 1, Severity.Info)]
    [InlineData(1, 600_000_000, 0.25, Severity.Info)] // of a recording in windows only what was observed counts
    [InlineData(1, 600_000_000, 1, Severity.Warning)]
    [InlineData(4, 150_000_000, 1, Severity.Warning)]
    [InlineData(0, 150_000_000, 1, Severity.Warning)]
    public void LongHold_OnBusyProcessors_IsNotBlamedOnTheCode(int cpus, long durationNs, double observed, Severity severity)
    {
        AsyncProfile held = Held("Handler");
        var profile = new AsyncProfile(held.Recording with { Cpus = cpus, DurationNs = durationNs, ObservedShare = observed }, held.Data);

        Finding hold = Assert.Single(FindingRules.Find(profile), found => found.Id == "long-hold");

        Assert.Equal(severity, hold.Severity);
        Assert.Equal(severity == Severity.Info, hold.Evidence.Contains("1.3 threads ran at once on average on 1 processor", StringComparison.Ordinal));
    }

    [Fact]
    public void LongHold_WhereThePoolIsSlowToRunAnything_IsNotBlamedOnTheCode()
    {
        AsyncProfile held = Held("Handler");
        var profile = new AsyncProfile(held.Recording with { PoolDelay = new PoolDelay(50, 4_000_000, 30_000_000, 60_000_000) }, held.Data);

        Assert.Equal(Severity.Info, Assert.Single(FindingRules.Find(profile), found => found.Id == "long-hold").Severity);
    }

    [Fact]
    public void FireAndForget_APipelineWhoseCompletionIsAwaited_IsNone()
    {
        AsyncProfile profile = Playback.Of(s =>
        {
            SimTask done = s.Source();
            SimTask stage = s.Method("Stage", [new Step.Await(s.Delay(100)), new Step.Complete(done), new Step.Burn(1)]);
            SimTask start = s.Method("Start", [new Step.Yield(), new Step.Start(stage), new Step.Await(s.Delay(5))]);
            return s.Method("Main", [new Step.Await(start), new Step.Await(done)]);
        }).Profile;

        Assert.Contains(profile.Roots, root => root is { Name: "Stage", Kind: RootKind.Detached });
        Assert.DoesNotContain(FindingRules.Find(profile), found => found.Id == "fire-and-forget");
    }

    private static IReadOnlyList<Finding> Find(Func<Simulator, SimTask> program) => FindingRules.Find(Playback.Of(program).Profile);

    /// <summary>A method that held its thread for 200 ms once and awaited another.</summary>
    private static AsyncProfile Held(string name, Action<ProfileDataBuilder>? more = null)
    {
        var builder = new ProfileDataBuilder();
        int method = builder.Intern(0, builder.Intern(new Frame(FrameKind.Method, name, false))), load = builder.Intern(method, builder.Intern(new Frame(FrameKind.Method, "Load", false)));
        var running = new TimeByState(200_000_000, 0, 0, 0);
        builder.Add(new StackCharge(method, new ChargeTags(RootKind.Operation, default, default, DurationBuckets.Of(running.TotalNs)), new Measures(1, running.TotalNs, running, running)));
        builder.Add(new StackCharge(load, new ChargeTags(RootKind.Operation, default, default, DurationBuckets.Of(50)), new Measures(1, 50, default, default)));
        builder.Note(FrameKind.Method, name, new MethodNotes { LongestRunNs = 200_000_000 });
        more?.Invoke(builder);
        return new AsyncProfile(new RecordingInfo { Events = 1 }, builder.Build());
    }
}

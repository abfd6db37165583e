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
    private const long Ms = 1_000_000;

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

    [Theory]
    [InlineData("Shop.Flow.Run", "System.Threading.Tasks.Dataflow.TransformBlock<T1, T2>.ProcessMessageWithTask.lambda", false)]
    [InlineData("Shop.Flow.Run", "ProcessMessageWithTask.lambda", false)] // its type is not told
    [InlineData("Shop.Flow.Run", "System.Threading.Tasks.Parallel.ForEachAsync.lambda#53", false)]
    [InlineData("ForEachAsync.lambda#53", "Shop.Flow.Step", false)]
    [InlineData("Shop.Flow.Run", "Shop.Flow.Step", true)]
    public void NPlusOne_WhatABlockOrALoopRunsForEachItem_IsNone(string caller, string callee, bool isFound) =>
        Assert.Equal(isFound, FindingRules.Find(Calls(caller, callee, 100 * Ms, 100 * Ms)).Any(found => found.Id == "n-plus-one" && found.Subject == caller));

    [Theory]
    [InlineData("System.Threading.Tasks.Dataflow.ActionBlock<T>.ProcessMessageWithTask.lambda", false)]
    [InlineData("ProcessMessageWithTask.lambda", false)]
    [InlineData("System.Threading.Tasks.Parallel.ForEachAsync.lambda", true)] // its workers do run at once
    [InlineData("Shop.Flow.Step", true)]
    public void Straggler_ItemsOfABlockThatComeWhenTheyCome_IsNone(string callee, bool isFound) =>
        Assert.Equal(isFound, FindingRules.Find(Calls("Shop.Flow.Run", callee, 150 * Ms, 60 * Ms)).Any(found => found.Id == "straggler"));

    [Theory]
    [InlineData(100, false)] // 0.8 ms each time
    [InlineData(10, true)]
    public void PoolStarvation_WithAMethodWhoseThreadRanOthersInline_GoesByWhatWaitedForAThread(long turns, bool isFound)
    {
        AsyncProfile profile = Ready(("Shop.Lender", 5, Ms, 500 * Ms), ("Shop.Queued", turns, 80 * Ms, 0));

        Finding[] found = [.. FindingRules.Find(profile).Where(found => found.Id == "pool-starvation")];

        Assert.Equal(isFound ? ["Shop.Queued"] : [], found.Select(finding => finding.Subject));
        Assert.All(found, finding => Assert.Contains("could go on for 81.0 ms before", finding.Evidence, StringComparison.Ordinal));
    }

    [Fact]
    public void PoolStarvation_TurnsInlineOnItsThread_AreNoTurns()
    {
        AsyncProfile profile = Ready(("Shop.Lender", 1, 80 * Ms, 500 * Ms));

        Assert.Contains(FindingRules.Find(profile), found => found is { Id: "pool-starvation", Subject: "Shop.Lender" });
    }

    [Fact]
    public void YieldLoop_WhatRanInlineOnItsThread_IsNoTimeThatItStoodReady()
    {
        AsyncProfile profile = Ready(("Shop.Poller", 1, 3 * Ms, 500 * Ms));

        Assert.Contains("and stood ready for 3.00 ms.", Assert.Single(FindingRules.Find(profile), found => found.Id == "yield-loop").Evidence, StringComparison.Ordinal);
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

    /// <summary>A method that awaited another ten times, which took so long in all and of the caller's time.</summary>
    private static AsyncProfile Calls(string caller, string callee, long taskNs, long elapsedNs)
    {
        const int Times = 10;
        long slowest = taskNs == elapsedNs ? taskNs / Times : elapsedNs; // at once, the slowest is what they took
        var builder = new ProfileDataBuilder();
        int outer = builder.Intern(0, builder.Intern(new Frame(FrameKind.Method, caller, Frame.LooksFramework(caller)))), inner = builder.Intern(outer, builder.Intern(new Frame(FrameKind.Method, callee, Frame.LooksFramework(callee))));
        builder.Add(new StackCharge(outer, new ChargeTags(RootKind.Operation, default, default, DurationBuckets.Of(elapsedNs)), new Measures(1, elapsedNs, default, default)));
        builder.Add(new StackCharge(inner, new ChargeTags(RootKind.Operation, default, default, DurationBuckets.Of(slowest)), new Measures(Times, taskNs, new TimeByState(0, taskNs, 0, 0), new TimeByState(0, elapsedNs, 0, 0))));
        builder.Note(FrameKind.Method, callee, new MethodNotes { MaxNs = slowest });
        return new AsyncProfile(new RecordingInfo { Events = 1 }, builder.Build());
    }

    /// <summary>Methods: how often each was called, how long it was ready for a thread, and how long, 200 times, while its own ran another. One polls.</summary>
    private static AsyncProfile Ready(params (string Name, long Calls, long ReadyNs, long LentNs)[] methods)
    {
        const long Times = 200;
        var builder = new ProfileDataBuilder();
        foreach ((string name, long calls, long readyNs, long lentNs) in methods)
        {
            int method = builder.Intern(0, builder.Intern(new Frame(FrameKind.Method, name, false)));
            var own = new TimeByState(Ms, 0, readyNs, 0);
            builder.Add(new StackCharge(method, new ChargeTags(RootKind.Operation, default, default, DurationBuckets.Of(own.TotalNs)), new Measures(calls, own.TotalNs, own, own)));
            if (lentNs > 0)
            {
                var lent = new TimeByState(0, 0, lentNs, 0);
                builder.Add(new StackCharge(builder.Intern(method, builder.Intern(Frame.OfWait(WaitKind.Inlined, "Shop.Other"))), new ChargeTags(RootKind.Operation, default, default, DurationBuckets.Of(1)), new Measures(Times, 0, lent, lent)));
            }

            if (name == "Shop.Poller")
                builder.Note(FrameKind.Method, name, new MethodNotes { Yields = Times });
        }

        return new AsyncProfile(new RecordingInfo { Events = 1 }, builder.Build());
    }
}

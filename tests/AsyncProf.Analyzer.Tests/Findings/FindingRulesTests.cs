using AsyncProf.Events;
using AsyncProf.Findings;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;
using AsyncProf.Profiles.Durations;
using AsyncProf.Testing;
using AsyncProf.Testing.Simulation;

namespace AsyncProf.Analyzer.Tests.Findings;

/// <summary>Each fault is found, and what looks like it and is none is not.</summary>
public class FindingRulesTests
{
    [Fact]
    public void NPlusOne_TenLoadsInARow_IsFoundWithWhatItWouldSave()
    {
        Finding finding = Assert.Single(Find(s => s.Method("Handler", Loads(s, 10))), found => found.Id == "n-plus-one");

        Assert.Equal("Handler", finding.Subject);
        Assert.Contains("awaited Load 10 times in a row, 10.0 ms each: 100 ms", finding.Evidence, StringComparison.Ordinal);
        Assert.Contains("up to 90.0 ms less", finding.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void NPlusOne_InARowWithFewThatAreSlow_IsFound()
    {
        IReadOnlyList<Finding> findings = Find(s => s.Method("Main", [.. Enumerable.Range(0, 10).Select(i => new Step.Await(s.Method("Handler",
            [new Step.Yield(), .. Enumerable.Range(0, 10).Select(j => new Step.Await(s.Method("Load", [new Step.Await(s.Delay(i < 2 && j == 0 ? 80 : 10))])))])))]));

        Assert.Contains(findings, found => found is { Id: "n-plus-one", Subject: "Handler" });
    }

    [Fact]
    public void NPlusOne_FourLoadsInARow_IsNone() => Assert.DoesNotContain(Find(s => s.Method("Handler", Loads(s, 4))), found => found.Id == "n-plus-one");

    [Fact]
    public void NPlusOne_TenLoadsAtOnce_IsNone()
    {
        IReadOnlyList<Finding> findings = Find(s =>
        {
            SimTask[] loads = [.. Enumerable.Range(0, 10).Select(_ => Load(s))];
            return s.Method("Handler", [.. loads.Select(load => new Step.Start(load)), new Step.Await(s.WhenAll(loads))]);
        });

        Assert.DoesNotContain(findings, found => found.Id == "n-plus-one");
    }

    [Fact]
    public void SyncOverAsync_ABlockedThread_IsFound()
    {
        Finding finding = Assert.Single(
            Find(s =>
            {
                SimTask load = Load(s);
                return s.Method("Handler", [new Step.Yield(), new Step.Start(load), new Step.Block(load)]);
            }),
            found => found.Id == "sync-over-async");

        Assert.Equal("Handler", finding.Subject);
        Assert.Contains("10.0 ms in 1 waits, the longest sum on Load", finding.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public void SyncOverAsync_AnAwait_IsNone() => Assert.DoesNotContain(Find(s => s.Method("Handler", [new Step.Await(Load(s))])), found => found.Id == "sync-over-async");

    [Fact]
    public void FireAndForget_AFailureThatNobodySees_IsAnError()
    {
        Finding finding = Assert.Single(Find(s => s.Method("Handler", [new Step.Yield(), new Step.Start(s.Method("Mail", [new Step.Await(s.Delay(100)), new Step.Throw()])), new Step.Await(s.Delay(10))])), found => found.Id == "fire-and-forget");

        Assert.Equal(("Mail", Severity.Error), (finding.Subject, finding.Severity));
    }

    [Fact]
    public void FireAndForget_WorkThatIsAwaitedLater_IsNone()
    {
        IReadOnlyList<Finding> findings = Find(s =>
        {
            SimTask mail = s.Method("Mail", [new Step.Await(s.Delay(100))]);
            return s.Method("Handler", [new Step.Yield(), new Step.Start(mail), new Step.Await(s.Delay(10)), new Step.Await(mail)]);
        });

        Assert.DoesNotContain(findings, found => found.Id == "fire-and-forget");
    }

    [Theory]
    [InlineData(110, true)]
    [InlineData(90, false)]
    public void LongHold_FromAHundredMillisecondsAtAStretch_IsFound(long burn, bool isFound) =>
        Assert.Equal(isFound, Find(s => s.Method("Handler", [new Step.Yield(), new Step.Burn(burn), new Step.Await(s.Delay(5)), new Step.Burn(80)])).Any(found => found is { Id: "long-hold", Subject: "Handler" }));

    [Theory]
    [InlineData(150, 1, true)]
    [InlineData(150, 100, false)]
    [InlineData(50, 1, false)]
    public void YieldLoop_ManyYieldsWithHardlyAnyWorkBetween_IsFound(int yields, long work, bool isFound)
    {
        const int OneThread = 1, TicksPerSecond = 100_000;
        AsyncProfile profile = Playback.Of(Program, OneThread, TicksPerSecond).Profile;

        IReadOnlyList<Finding> findings = FindingRules.Find(profile);

        Assert.Equal(isFound, findings.Any(found => found is { Id: "yield-loop", Subject: "Handler" }));
        if (isFound)
            Assert.Contains(" times in 2 calls, with 10.", Assert.Single(findings, found => found.Id == "yield-loop").Evidence, StringComparison.Ordinal);

        SimTask Program(Simulator s)
        {
            SimTask[] polls = [.. Enumerable.Range(0, 2).Select(_ => s.Run("Poll", [new Step.Await(Poll())]))];
            return s.Method("Main", [.. polls.Select(poll => new Step.Start(poll)), new Step.Await(s.WhenAll(polls))]);

            SimTask Poll() => s.Method("Handler", [.. Enumerable.Range(0, yields).SelectMany(_ => new Step[] { new Step.Yield(), new Step.Burn(work) })]);
        }
    }

    [Theory]
    [InlineData(12, true)]
    [InlineData(2, false)]
    public void PoolStarvation_ManyHoldersOnFewThreads_IsFound(int holders, bool isFound)
    {
        IReadOnlyList<Finding> findings = Find(s =>
        {
            SimTask[] held = [.. Enumerable.Range(0, holders).Select(i => s.Run($"Hold{i}", [new Step.Burn(20)]))];
            return s.Method("Handler", [.. held.Select(task => new Step.Start(task)), new Step.Await(s.WhenAll(held))]);
        });

        Assert.Equal(isFound, findings.Any(found => found.Id == "pool-starvation"));
    }

    [Theory]
    [InlineData(100, true)]
    [InlineData(20, false)]
    public void Straggler_OneBranchMuchSlowerThanTheOthers_IsFound(long slowest, bool isFound)
    {
        IReadOnlyList<Finding> findings = Find(s =>
        {
            SimTask[] branches = [Branch("A", 10), Branch("B", 12), Branch("C", 11), Branch("D", slowest)];
            return s.Method("Handler", [new Step.Yield(), .. branches.Select(branch => new Step.Start(branch)), new Step.Await(s.WhenAll(branches))]);

            SimTask Branch(string name, long ticks) => s.Method(name, [new Step.Await(s.Delay(ticks))]);
        });

        Assert.Equal(isFound, findings.Any(found => found is { Id: "straggler", Subject: "Handler" }));
        if (isFound)
            Assert.Contains("mostly D", Assert.Single(findings, found => found.Id == "straggler").Evidence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(60, true)]
    [InlineData(15, false)]
    public void Straggler_OneOfTenCallsOfAMethodMuchSlower_IsFound(long slowest, bool isFound)
    {
        IReadOnlyList<Finding> findings = Find(s =>
        {
            SimTask[] shards = [.. Enumerable.Range(0, 10).Select(i => s.Method("Shard", [new Step.Await(s.Delay(i == 4 ? slowest : 10))]))];
            return s.Method("Handler", [new Step.Yield(), .. shards.Select(shard => new Step.Start(shard)), new Step.Await(s.WhenAll(shards))]);
        });

        Assert.Equal(isFound, findings.Any(found => found is { Id: "straggler", Subject: "Handler" }));
    }

    [Fact]
    public void Straggler_CallsThatQueueBehindEachOther_IsNone()
    {
        IReadOnlyList<Finding> findings = Find(s =>
        {
            SimTask[] calls = [.. Enumerable.Range(1, 25).Select(i => s.Method("Pay", [new Step.Await(s.Delay(i * 5))]))];
            return s.Method("Handler", [new Step.Yield(), .. calls.Select(call => new Step.Start(call)), new Step.Await(s.WhenAll(calls))]);
        });

        Assert.DoesNotContain(findings, found => found.Id == "straggler");
    }

    [Theory]
    [InlineData("Load", 4)]
    [InlineData("Tax", 4)]
    [InlineData("Tax", 1)]
    public void Straggler_SomeAtOnceAndThenOthersInARow_IsNone(string then, int count)
    {
        IReadOnlyList<Finding> findings = Find(s =>
        {
            SimTask[] loads = [.. Enumerable.Range(0, 10).Select(_ => Load(s))];
            return s.Method("Handler",
            [
                new Step.Yield(), .. loads.Select(load => new Step.Start(load)), new Step.Await(s.WhenAll(loads)),
                .. Enumerable.Range(0, count).Select(_ => new Step.Await(s.Method(then, [new Step.Await(s.Delay(count == 1 ? 50 : 10))]))),
            ]);
        });

        Assert.DoesNotContain(findings, found => found.Id == "straggler");
    }

    [Fact]
    public void Straggler_OneAfterTheOther_IsNone() => Assert.DoesNotContain(Find(s => s.Method("Handler", Loads(s, 10))), found => found.Id == "straggler");

    [Theory]
    [InlineData(20_000, false, true)]
    [InlineData(2_000, false, false)]
    [InlineData(20_000, true, false)]
    public void NeverCompleted_AWaitForMuchOfTheRecording_IsFound(long recording, bool completes, bool isFound)
    {
        AsyncProfile profile = Profile(s =>
        {
            SimTask source = s.Source();
            SimTask waiter = s.Method("Waiter", [new Step.Await(source)]);
            return s.Method("Handler", [new Step.Start(waiter), new Step.Await(s.Delay(recording)), .. completes ? new Step[] { new Step.Complete(source) } : []]);
        });
        profile = new AsyncProfile(profile.Recording with { DurationNs = recording * 1_000_000 }, profile.Data);

        Assert.Equal(isFound, FindingRules.Find(profile).Any(found => found is { Id: "never-completed", Subject: "Waiter" }));
    }

    [Theory]
    [InlineData("Waiter", 44, 1, "44 or more, 1 of them begun in it, for up to 6.00 s of its 6.00 s on average.")]
    [InlineData("Waiter", 5, 6, "6 or more, 6 of them begun in it, for up to 5.00 s of its 6.00 s on average.")]
    [InlineData("(pooled async method)", 44, 1, null)]
    public void NeverCompleted_WaitsThatBeganBefore_CountAsWell(string owner, int whole, int begun, string? evidence)
    {
        const long Second = 1_000_000_000;
        var builder = new ProfileDataBuilder();
        int root = builder.Intern(0, builder.Intern(new Frame(FrameKind.Method, "Root", false))), method = builder.Intern(root, builder.Intern(new Frame(FrameKind.Method, owner, false)));
        int wait = builder.Intern(method, builder.Intern(Frame.OfWait(WaitKind.Task, "", false)));
        builder.Add(new StackCharge(wait, new ChargeTags(RootKind.Open, default, default, -1), new Measures(begun, 0, new TimeByState(0, whole * 6 * Second, 0, 0), default)));
        var profile = new AsyncProfile(new RecordingInfo { Events = 1, DurationNs = 6 * Second }, builder.Build());

        Finding? found = FindingRules.Find(profile).SingleOrDefault(found => found.Id == "never-completed");

        Assert.Equal(evidence, found?.Evidence[(found.Evidence.IndexOf(": ", StringComparison.Ordinal) + 2)..]);
    }

    [Theory]
    [InlineData(30, true)]
    [InlineData(10, false)]
    public void ContendedLock_CallsThatQueueBehindEachOther_IsFound(int callers, bool isFound)
    {
        IReadOnlyList<Finding> findings = Find(s =>
        {
            SimTask[] turns = [.. Enumerable.Range(0, callers + 1).Select(_ => s.Source(asynchronous: true))];
            SimTask[] calls = [.. Enumerable.Range(0, callers).Select(i => s.Method("Room", [new Step.Await(turns[i]), new Step.Await(s.Delay(10)), new Step.Complete(turns[i + 1])]))];
            return s.Method("Handler", [new Step.Yield(), .. calls.Select(call => new Step.Start(call)), new Step.Complete(turns[0]), new Step.Await(s.WhenAll(calls))]);
        });

        Assert.Equal(isFound, findings.Any(found => found is { Id: "contended-lock", Subject: "Room" }));
    }

    [Fact]
    public void NPlusOne_AtOnceWithOneThatTakesNearlyAllOfTheTime_IsNone()
    {
        IReadOnlyList<Finding> findings = Find(s =>
        {
            SimTask[] loads = [.. Enumerable.Range(0, 10).Select(i => s.Method("Load", [new Step.Await(s.Delay(i == 3 ? 200 : 1))]))];
            return s.Method("Handler", [new Step.Yield(), .. loads.Select(load => new Step.Start(load)), new Step.Await(s.WhenAll(loads))]);
        });

        Assert.DoesNotContain(findings, found => found.Id == "n-plus-one");
    }

    [Theory]
    [InlineData(20_000, false)]
    [InlineData(20_000_000, true)]
    public void PoolStarvation_WorkThatChangesHandsOften_IsNoneUnlessThePoolIsSlow(long p99, bool isFound)
    {
        AsyncProfile profile = Playback.Of(
            s =>
            {
                SimTask[] chats = [.. Enumerable.Range(0, 2).Select(_ => s.Run("Run", [new Step.Await(Chat())]))];
                return s.Method("Main", [.. chats.Select(chat => new Step.Start(chat)), new Step.Await(s.WhenAll(chats))]);

                SimTask Chat() => s.Method("Chat", [.. Enumerable.Range(0, 2_000).SelectMany(_ => new Step[] { new Step.Yield(), new Step.Burn(6) })]);
            },
            threads: 1,
            ticksPerSecond: 100_000).Profile;
        profile = new AsyncProfile(profile.Recording with { PoolDelay = new PoolDelay(20, p99, p99, p99) }, profile.Data);

        Assert.Equal(isFound, FindingRules.Find(profile).Any(found => found.Id == "pool-starvation"));
    }

    [Theory]
    [InlineData(40, true)]
    [InlineData(4, false)] // less than 5 ms in all
    public void ThreadWait_AThreadThatWaitsForALock_IsFoundAndIsNoSyncOverAsync(int ms, bool isFound)
    {
        IReadOnlyList<Finding> findings = FindingRules.Find(new TraceBuilder().At(1).Begins("Handler").At(10).Runs("Handler").At(20).Waits().At(20 + ms).HasWaited().At(90).Ends("Handler").Leaves().Play().Profile);

        Finding[] waits = [.. findings.Where(found => found.Id == "thread-wait")];
        Assert.DoesNotContain(findings, found => found.Id == "sync-over-async");
        Assert.Equal(isFound ? ["Handler"] : [], waits.Select(found => found.Subject));
        Assert.All(waits, found => Assert.Contains("It held a thread for 40.0 ms in 1 waits for locks, semaphores or other handles, 40.0 ms each.", found.Evidence, StringComparison.Ordinal));
    }

    [Fact]
    public void ThreadWait_ASmallShareOfItsRoot_IsNone() => Assert.DoesNotContain(
        FindingRules.Find(new TraceBuilder().At(1).Begins("Handler").At(10).Runs("Handler").At(20).Waits().At(30).HasWaited().At(500).Ends("Handler").Leaves().Play().Profile),
        found => found.Id == "thread-wait");

    [Fact]
    public void Find_WithARequestCalledAsAMethodIs_TellsThemApart()
    {
        var builder = new ProfileDataBuilder();
        int entry = builder.Intern(0, builder.Intern(new Frame(FrameKind.Entry, "Jobs.Run", false))), method = builder.Intern(entry, builder.Intern(new Frame(FrameKind.Method, "Jobs.Run", false)));
        builder.Add(new StackCharge(entry, new ChargeTags(RootKind.Scope, default, default, DurationBuckets.Of(50)), new Measures(1, 50, default, default)));
        builder.Add(new StackCharge(method, new ChargeTags(RootKind.Scope, default, default, DurationBuckets.Of(20)), new Measures(1, 20, default, default)));
        builder.Note(FrameKind.Entry, "Jobs.Run", new MethodNotes { MaxNs = 50 });
        builder.Note(FrameKind.Method, "Jobs.Run", new MethodNotes { MaxNs = 20 });
        var profile = new AsyncProfile(new RecordingInfo { Events = 1 }, builder.Build());

        FindingRules.Find(profile);
        using var file = new MemoryStream();
        profile.Save(file);

        Assert.Equal([50, 20], profile.Methods.OrderBy(row => row.Kind).Select(row => row.MaxNs));
    }

    [Fact]
    public void DataQuality_LostEvents_ComeFirst()
    {
        AsyncProfile profile = Profile(s => s.Method("Handler", Loads(s, 10)));
        var lossy = new AsyncProfile(profile.Recording with { LostEvents = 1_000 }, profile.Data);

        IReadOnlyList<Finding> findings = FindingRules.Find(lossy);

        Assert.Equal(("events-lost", Severity.Error), (findings[0].Id, findings[0].Severity));
        Assert.Contains(findings, found => found.Id == "n-plus-one");
    }

    [Fact]
    public void DataQuality_NoEvents_IsInsufficientAndNothingElseIsSaid() =>
        Assert.Equal("insufficient-data", Assert.Single(FindingRules.Find(AsyncProfile.Merge(new AsyncProfile(new RecordingInfo(), new ProfileDataBuilder().Build())))).Id);

    private static IReadOnlyList<Finding> Find(Func<Simulator, SimTask> program) => FindingRules.Find(Profile(program));

    private static AsyncProfile Profile(Func<Simulator, SimTask> program) => Playback.Of(program).Profile;

    private static IEnumerable<Step> Loads(Simulator s, int count) => [new Step.Yield(), .. Enumerable.Range(0, count).Select(_ => new Step.Await(Load(s)))];

    private static SimTask Load(Simulator s) => s.Method("Load", [new Step.Await(s.Delay(10))]);
}

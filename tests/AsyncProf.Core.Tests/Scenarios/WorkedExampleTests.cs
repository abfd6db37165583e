using AsyncProf.Events;
using AsyncProf.Testing;
using AsyncProf.Testing.Scenarios;
using AsyncProf.Testing.Simulation;

namespace AsyncProf.Core.Tests.Scenarios;

/// <summary>The worked examples of <c>docs/semantics.md</c>, to the tick.</summary>
public class WorkedExampleTests
{
    [Fact]
    public void Example1_BurnBeforeTheFirstAwait_IsAnUnknownPrefix()
    {
        ProfileReading profile = Playback.Of(s => s.Method("Foo", Foo(s)));

        profile.Operation("Foo").Calls(1).Wall(3000).Running(1000);
        profile.Operation("Io").Calls(2).Wall(2000).Waiting(2000);

        static IEnumerable<Step> Foo(Simulator s)
        {
            yield return new Step.Burn(1000);
            yield return new Step.Await(ScenarioPrograms.Sleep(s, "Io", 1000));
            yield return new Step.Burn(1000);
            yield return new Step.Await(ScenarioPrograms.Sleep(s, "Io", 1000));
        }
    }

    [Fact]
    public void Example2_WhenAll_ElapsedIsTheLastTaskTimeIsBoth()
    {
        ProfileReading profile = Playback.Of(s => s.Method("P", P(s)));

        profile.Operation("P").Wall(3).ElapsedTotal(3).ElapsedSelf(0).TaskSelf(0).TaskTotal(5);
        profile.Operation("A").Wall(2).ElapsedTotal(0).TaskSelf(2);
        profile.Operation("B").Wall(3).ElapsedTotal(3).TaskSelf(3);

        static IEnumerable<Step> P(Simulator s)
        {
            SimTask a = ScenarioPrograms.Sleep(s, "A", 2), b = ScenarioPrograms.Sleep(s, "B", 3);
            yield return new Step.Start(a);
            yield return new Step.Start(b);
            yield return new Step.Await(s.WhenAll(a, b));
        }
    }

    [Fact]
    public void Example3_HotTaskAwaitedLate_OnlyTheRestIsElapsed()
    {
        ProfileReading profile = Playback.Of(s => s.Method("P", P(s)));

        profile.Operation("P").Running(1).ElapsedSelf(1).TaskSelf(1);
        profile.Operation("A").ElapsedTotal(2).Waiting(3).Wall(3);

        static IEnumerable<Step> P(Simulator s)
        {
            yield return new Step.Yield();
            SimTask a = ScenarioPrograms.Sleep(s, "A", 3);
            yield return new Step.Start(a);
            yield return new Step.Burn(1);
            yield return new Step.Await(a);
        }
    }

    [Fact]
    public void Example4_FireAndForget_IsDetached()
    {
        ProfileReading profile = Playback.Of(s => s.Method("P", P(s)));

        profile.Operation("P").Wall(1).ElapsedTotal(1);
        profile.Operation("A").Wall(5).ElapsedTotal(5);
        Assert.Equal(["A", "P"], profile.Roots);
        Assert.Equal(RootKind.Detached, Assert.Single(profile.Profile.Roots, root => root.Name == "A").Kind);

        static IEnumerable<Step> P(Simulator s)
        {
            yield return new Step.Yield();
            yield return new Step.Start(ScenarioPrograms.Sleep(s, "A", 5));
            yield return new Step.Await(s.Delay(1));
        }
    }

    [Fact]
    public void Example5_StarvedDelegate_IsReadyThenRunning()
    {
        ProfileReading profile = Playback.Of(s => s.Method("P", P(s)), threads: 1);

        profile.Operation("f").Calls(1).Ready(200).Running(1000);

        static IEnumerable<Step> P(Simulator s)
        {
            SimTask f = s.Run("f", Work());
            yield return new Step.Start(f);
            yield return new Step.Burn(200);
            yield return new Step.Await(f);
        }

        static IEnumerable<Step> Work()
        {
            yield return new Step.Burn(1000);
        }
    }

    [Fact]
    public void Example6_SyncOverAsync_IsBlockedAndTheTaskIsAChild()
    {
        ProfileReading profile = Playback.Of(s => s.Method("P", P(s)));

        profile.Operation("P").Blocked(1000).Awaits("blocked on A").Awaits("A");
        profile.Operation("A").TaskSelf(1000).ElapsedTotal(0);
        Assert.Equal(["P"], profile.Roots);

        static IEnumerable<Step> P(Simulator s)
        {
            yield return new Step.Yield();
            SimTask a = ScenarioPrograms.Sleep(s, "A", 1000);
            yield return new Step.Start(a);
            yield return new Step.Block(a);
        }
    }

    [Fact]
    public void Example7_InlinedContinuation_LendsTheThread()
    {
        ProfileReading profile = Playback.Of(s =>
        {
            SimTask source = s.Source();
            SimTask consumer = s.Method("C", C(source));
            return s.Method("P", P(source, consumer));
        });

        profile.Operation("P").Ready(100).Awaits("(inlined C)");
        profile.Operation("C").Running(100);

        static IEnumerable<Step> C(SimTask source)
        {
            yield return new Step.Await(source);
            yield return new Step.Burn(100);
        }

        static IEnumerable<Step> P(SimTask source, SimTask consumer)
        {
            yield return new Step.Start(consumer);
            yield return new Step.Yield();
            yield return new Step.Complete(source);
        }
    }

    [Fact]
    public void Example9_TwoAwaiters_TaskTimeCountsOnceElapsedForBoth()
    {
        ProfileReading profile = Playback.Of(s =>
        {
            SimTask x = ScenarioPrograms.Sleep(s, "X", 10);
            return s.Method("Main", Main(s, x));
        });

        profile.Operation("X").Calls(1).TaskSelf(10).Wall(10);
        Assert.Equal(10_000_000, profile.Stack("P", "X").ElapsedTotal.TotalNs);
        Assert.Equal(10_000_000, profile.Stack("Q", "X").ElapsedTotal.TotalNs);
        Assert.Equal(0, profile.Stack("Q", "X").TaskTotal.TotalNs);

        static IEnumerable<Step> Main(Simulator s, SimTask x)
        {
            yield return new Step.Start(s.Method("P", Await(x)));
            yield return new Step.Start(s.Method("Q", Await(x)));
        }

        static IEnumerable<Step> Await(SimTask x)
        {
            yield return new Step.Await(x);
        }
    }

    [Fact]
    public void Example8_MutualAwait_IsOneRootWithTheEdgeBackFlagged()
    {
        ProfileReading profile = Playback.Of(s =>
        {
            SimTask[] pair = new SimTask[2];
            pair[0] = s.Method("A", Await(() => pair[1]));
            pair[1] = s.Method("B", Await(() => pair[0]));
            return s.Method("Main", Main(s, pair[0], pair[1]));
        });

        Assert.Equal(["A", "Main"], profile.Roots);
        Assert.Equal(3, ProfileReading.Ticks(profile.Stack("A", "B", "(cycle)").ElapsedSelf.WaitingNs));
        Assert.Equal(1, profile.Counts.Cycles);

        static IEnumerable<Step> Main(Simulator s, SimTask a, SimTask b)
        {
            yield return new Step.Start(a);
            yield return new Step.Start(b);
            yield return new Step.Await(s.Delay(4));
        }

        static IEnumerable<Step> Await(Func<SimTask> other)
        {
            yield return new Step.Yield();
            yield return new Step.Burn(1);
            yield return new Step.Await(other());
        }
    }

    [Fact]
    public void Request_OnTheOwnersTimeline_IsASliceWithItsPrefixRunning()
    {
        ProfileReading profile = Playback.Of(s => s.Method("Loop", Loop(s)));

        Assert.Equal(["GET /a", "GET /b", "Loop"], profile.Roots);
        profile.Operation("GET /a").Calls(1).Wall(13).Running(3);
        profile.Operation("GET /b").Calls(1).Wall(11).Running(1);
        profile.Operation("Endpoint").Calls(2).Wall(20).Waiting(20);
        Assert.Equal(10, ProfileReading.Ticks(profile.Stack("GET /a", "Endpoint").ElapsedTotal.TotalNs));
        Assert.Equal(5, ProfileReading.Ticks(profile.Stack("Loop", "await Task.Delay").ElapsedTotal.TotalNs));
        Assert.DoesNotContain(profile.Stack("Loop").Children, child => child.Name == "Endpoint");

        static IEnumerable<Step> Loop(Simulator s)
        {
            // The first request begins before the loop has ever suspended: its prefix is known from the mark on.
            yield return new Step.Mark(true, 1, "GET /a");
            yield return new Step.Burn(2);
            yield return new Step.Await(ScenarioPrograms.Sleep(s, "Endpoint", 10));
            yield return new Step.Burn(1);
            yield return new Step.Mark(false, 1, "GET /a");
            yield return new Step.Await(s.Delay(5));
            yield return new Step.Mark(true, 2, "GET /b");
            yield return new Step.Await(ScenarioPrograms.Sleep(s, "Endpoint", 10));
            yield return new Step.Burn(1);
            yield return new Step.Mark(false, 2, "GET /b");
        }
    }

    [Fact]
    public void Request_Synchronous_IsRunningAndBlocked()
    {
        ProfileReading profile = Playback.Of(s => s.Method("Main", Main(s)));

        profile.Operation("GET /sync").Calls(1).Wall(14).Running(4).Blocked(10).Awaits("blocked on A").Awaits("A");
        Assert.Contains("GET /sync", profile.Roots);

        static IEnumerable<Step> Main(Simulator s)
        {
            yield return new Step.Mark(true, 1, "GET /sync");
            yield return new Step.Burn(3);
            SimTask a = ScenarioPrograms.Sleep(s, "A", 10);
            yield return new Step.Start(a);
            yield return new Step.Block(a);
            yield return new Step.Burn(1);
            yield return new Step.Mark(false, 1, "GET /sync");
        }
    }
}

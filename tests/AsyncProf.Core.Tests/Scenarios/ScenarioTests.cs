using AsyncProf.Events;
using AsyncProf.Testing;
using AsyncProf.Testing.Simulation;

namespace AsyncProf.Tests.Scenarios;

/// <summary>Programs with known answers, on a virtual clock: the numbers hold to the tick (1 tick is 1 ms).</summary>
public class ScenarioTests
{
    [Theory]
    [InlineData(-2, 3, 4)]
    [InlineData(1, 4, 7)]
    public void S1_TwoSleepsOneStartedEarly_WallIsSummedElapsedIsNot(int d, long elapsed, long wall)
    {
        ProfileReading profile = Playback.Of(s => s.Method("Main", Main(s, d)));

        profile.Operation("Main").Calls(1).Wall(elapsed).ElapsedTotal(elapsed);
        profile.Operation("AsyncSleep").Calls(2).Wall(wall).Waiting(wall);

        // A task that has ended before it is awaited leaves no trace of the await, and Main was no operation yet when it called it.
        Assert.Equal(d < 0 ? ["AsyncSleep", "Main"] : ["Main"], profile.Roots);

        static IEnumerable<Step> Main(Simulator s, int d)
        {
            SimTask early = s.Method("AsyncSleep", Sleep(s, 3 + d));
            yield return new Step.Start(early);
            yield return new Step.Await(s.Method("AsyncSleep", Sleep(s, 3)));
            yield return new Step.Await(early);
        }
    }

    [Fact]
    public void S2_Recursion_OnlyTheOutermostCountsInTotals()
    {
        ProfileReading profile = Playback.Of(s => s.Method("A", A(s, 3)));

        profile.Operation("A").Calls(4, outermost: 1).Wall(800).Running(400).Waiting(400);

        static IEnumerable<Step> A(Simulator s, int n)
        {
            if (n <= 0)
                yield break;
            yield return new Step.Await(s.Delay(100));
            yield return new Step.Burn(100);
            yield return new Step.Await(s.Method("A", A(s, n - 1)));
            yield return new Step.Await(s.Method("A", A(s, n - 2)));
        }
    }

    [Fact]
    public void S8_SequentialAwaits_EachMethodItsOwn()
    {
        ProfileReading profile = Playback.Of(s => s.Method("Main", Main(s)));

        profile.Operation("Foo").Calls(1).Wall(2500).Waiting(1500).Running(0).Awaits("Baz");
        profile.Operation("Baz").Calls(1).Wall(1000).Waiting(1000).Running(0);
        profile.Operation("Bar").Calls(1).Wall(2000).Waiting(2000).Running(0);

        static IEnumerable<Step> Main(Simulator s)
        {
            yield return new Step.Await(s.Method("Foo", Foo(s)));
            yield return new Step.Await(s.Method("Bar", Sleep(s, 2000)));
        }

        static IEnumerable<Step> Foo(Simulator s)
        {
            yield return new Step.Await(s.Delay(1000));
            yield return new Step.Await(s.Method("Baz", Sleep(s, 1000)));
            yield return new Step.Await(s.Delay(500));
        }
    }

    [Fact]
    public void S9_OneDelay_IsWaitingUnderItsLeaf()
    {
        ProfileReading profile = Playback.Of(s => s.Method("Root", Sleep(s, 200)));

        profile.Operation("Root").Calls(1).Wall(200).Waiting(200);
        Assert.Equal(200_000_000, profile.Stack("Root", "⧗ Task.Delay").ElapsedSelf.WaitingNs);
    }

    [Fact]
    public void S22_DeepChain_StackIsExactlyFiveOperations()
    {
        ProfileReading profile = Playback.Of(s => Chain(s, ["Marker", "DeepChain", "L1", "L2", "L3"], 0));

        Assert.Equal(100_000_000, profile.Stack("Marker", "DeepChain", "L1", "L2", "L3", "⧗ Task.Delay").ElapsedSelf.WaitingNs);
        Assert.Equal(5, profile.Counts.Begun);
        Assert.Equal(5, profile.Counts.Ended);

        static SimTask Chain(Simulator s, string[] names, int level) => s.Method(names[level], Body(s, names, level));

        static IEnumerable<Step> Body(Simulator s, string[] names, int level)
        {
            yield return new Step.Await(level == names.Length - 1 ? s.Delay(100) : Chain(s, names, level + 1));
        }
    }

    [Fact]
    public void S25_ErrorAfterADelay_EndsEveryOperationOnceWithItsStatus()
    {
        ProfileReading profile = Playback.Of(s => s.Method("Outer", Outer(s)));

        profile.Operation("Outer").Calls(1).Errors(1);
        profile.Operation("Inner").Calls(1).Errors(1);
        Assert.Equal(2, profile.Counts.Ended);

        static IEnumerable<Step> Outer(Simulator s)
        {
            yield return new Step.Await(s.Method("Inner", Inner(s)));
            yield return new Step.Throw();
        }

        static IEnumerable<Step> Inner(Simulator s)
        {
            yield return new Step.Await(s.Delay(10));
            yield return new Step.Throw();
        }
    }

    [Fact]
    public void S26_WhenAllAndWhenAny_EveryBranchBegunAndEndedOnce()
    {
        ProfileReading profile = Playback.Of(s => s.Method("Main", Main(s)));

        profile.Operation("Main").Wall(740).ElapsedTotal(740);
        profile.Operation("All").Calls(3).Wall(100 + 120 + 140).ElapsedTotal(140);
        profile.Operation("Fast").Calls(1).Wall(50).ElapsedTotal(50);
        profile.Operation("Slow").Calls(2).Wall(400 + 600).ElapsedTotal(550);
        Assert.Equal(["Main"], profile.Roots);
        Assert.DoesNotContain(profile.Frames(), node => node.Name.Contains("When", StringComparison.Ordinal));

        static IEnumerable<Step> Main(Simulator s)
        {
            SimTask[] all = [.. new[] { 100, 120, 140 }.Select(ms => s.Method("All", Sleep(s, ms)))];
            foreach (SimTask task in all)
                yield return new Step.Start(task);
            yield return new Step.Await(s.WhenAll(all));
            SimTask fast = s.Method("Fast", Sleep(s, 50));
            SimTask[] slow = [s.Method("Slow", Sleep(s, 400)), s.Method("Slow", Sleep(s, 600))];
            foreach (SimTask task in (SimTask[])[fast, .. slow])
                yield return new Step.Start(task);
            yield return new Step.Await(s.WhenAny([fast, .. slow]));
            yield return new Step.Await(s.WhenAll(slow));
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(10, 10)]
    public void S31_Yields_AreReadyAndNotWaiting(int yields, int resumptions)
    {
        var names = new NameTable();
        var simulator = new Simulator(names, threads: 1);
        ProfileReading profile = Playback.Of(names, simulator.Play(simulator.Method("Y", Body(yields))));

        Assert.Equal(resumptions, simulator.Log.Count(logged => logged.Event.Kind == AsyncEventKind.WorkBegin));
        if (yields > 0)
            profile.Operation("Y").Calls(1).Waiting(0).Running(yields * 2L).Ready(0);
        else
            Assert.Empty(profile.Profile.Methods);

        static IEnumerable<Step> Body(int yields)
        {
            for (int i = 0; i < yields; i++)
            {
                yield return new Step.Yield();
                yield return new Step.Burn(2);
            }
        }
    }

    internal static IEnumerable<Step> Sleep(Simulator s, long ticks)
    {
        yield return new Step.Await(s.Delay(ticks));
    }
}

using System.Reflection;
using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.Testing.Twins;

namespace AsyncProf.Runtime.Tests.Live;

/// <summary>Programs with known answers, on real threads and in real time.</summary>
[Collection(LiveCollection.Name)]
public class LiveScenarioTests
{
    private static string Here => $"{typeof(LiveScenarioTests).FullName}.";

    [Theory]
    [InlineData(-200, 300, 400)]
    [InlineData(100, 400, 700)]
    public async Task TwoSleepsOneStartedEarly_WallIsSummedElapsedIsNot(int d, double elapsed, double wall)
    {
        AsyncProfile profile = await RunAsync(async () =>
        {
            Task early = AsyncSleep(300 + d);
            await AsyncSleep(300);
            await early;
        }, nominalMs: elapsed);

        MethodRow sleep = Row(profile, nameof(AsyncSleep));
        Assert.Equal(2, sleep.Calls);
        Near.Ms(wall, sleep.WallNs);
        Near.Ms(wall, sleep.TaskSelf.WaitingNs);
        Near.Ms(elapsed, Assert.Single(profile.Roots, root => root.Kind == RootKind.Scope).WallNs);
    }

    [Fact]
    public async Task OneDelay_IsWaitingUnderItsLeaf()
    {
        AsyncProfile profile = await RunAsync(() => AsyncSleep(200), nominalMs: 200);

        MethodRow row = Row(profile, nameof(AsyncSleep));
        Assert.Equal(1, row.Calls);
        Near.Ms(200, row.WallNs);
        Near.Ms(200, row.TaskSelf.WaitingNs);
        Assert.Contains(Frames(profile), node => node.Name == Here + nameof(AsyncSleep) && node.Children.Any(child => child.Name == "await Task.Delay"));
    }

    [Fact]
    public async Task WhenAllAndWhenAny_EveryBranchBegunAndEndedOnce()
    {
        AsyncProfile profile = await RunAsync(async () =>
        {
            await Task.WhenAll(Branch(100), Branch(120), Branch(140));
            Task[] race = [Racer(50), Racer(200), Racer(300)];
            await Task.WhenAny(race);
            await Task.WhenAll(race[1..]);
        }, nominalMs: 440);

        MethodRow branch = Row(profile, nameof(Branch)), racer = Row(profile, nameof(Racer));
        Assert.Equal(3, branch.Calls);
        Assert.Equal(3, racer.Calls);
        Near.Ms(360, branch.WallNs);
        Near.Ms(550, racer.WallNs);
        Near.Ms(140, branch.ElapsedTotalNs);
        Near.Ms(300, racer.ElapsedTotalNs);
        Assert.DoesNotContain(Frames(profile), node => node.Name.Contains("Task.When", StringComparison.Ordinal));
    }

    [Fact]
    public async Task OneScopeOfTwoFlows_SeesNothingOfTheOther()
    {
        Task other = Unprofiled();
        var watch = new System.Diagnostics.Stopwatch();
        AsyncProfile profile = await RunAsync(async () =>
        {
            watch.Start();
            Thread.Sleep(50);
            await AsyncSleep(100);
            Thread.Sleep(50);
            watch.Stop();
        }, nominalMs: 200);
        await other;

        Near.Ms(watch.Elapsed.TotalMilliseconds, Assert.Single(profile.Roots).WallNs);
        Near.Ms(100, Row(profile, nameof(AsyncSleep)).TaskSelf.WaitingNs);
        Assert.DoesNotContain(Frames(profile), node => node.Name.Contains(nameof(Unprofiled), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Errors_EndOnTheRightFrames()
    {
        AsyncProfile profile = await RunAsync(async () => await Assert.ThrowsAsync<InvalidOperationException>(Outer));

        Assert.Equal(1, Row(profile, nameof(Outer)).Errors);
        Assert.Equal(1, Row(profile, nameof(Fails)).Errors);
        Assert.Equal(0, Row(profile, nameof(AsyncSleep)).Errors);
    }

    [Fact]
    public async Task Off_RecordsNothingAndSwitchingOnNeverMisnames()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task pending = Suspended(gate.Task);
        AsyncProfile profile = await RunAsync(
            async () =>
            {
                gate.SetResult();
                await pending;
            },
            processWide: true);

        Assert.DoesNotContain(Frames(profile), node => node.Name.EndsWith(nameof(Suspended), StringComparison.Ordinal));
        Assert.True(profile.Recording.BegunBefore > 0);
        Assert.Equal(0, profile.Recording.LostEvents);
    }

    [Fact]
    public async Task CallbackOnTheEndOfAScope_IsOverWhenItHasRun()
    {
        AsyncProfile profile = await RunAsync(
            async () =>
            {
                for (int i = 0; i < 3; i++)
                    await ScopeWithCallback();
            },
            processWide: true);

        Assert.DoesNotContain(profile.Roots, root => root.StillRunning > 0 && (root.Name.StartsWith(Here, StringComparison.Ordinal) || root.Name.Contains("pooled", StringComparison.Ordinal) || root.Name.Contains(nameof(ScopeWithCallback), StringComparison.Ordinal)));
    }

    [Fact]
    public async Task AmbiguousShortName_IsResolvedExactly()
    {
        AsyncProfile profile = await RunAsync(async () =>
        {
            await TwinOne.SameAsync();
            await TwinTwo.SameAsync();
        });

        Assert.Equal(1, Assert.Single(profile.Methods, row => row.Method == typeof(TwinOne).FullName + ".SameAsync").Calls);
        Assert.Equal(1, Assert.Single(profile.Methods, row => row.Method == typeof(TwinTwo).FullName + ".SameAsync").Calls);
        Assert.DoesNotContain(profile.Methods, row => row.Method.Contains("ambiguous", StringComparison.Ordinal));
    }

    [Fact]
    public async Task AssemblyLoadedLater_IsIndexedLater()
    {
        string file = Path.Combine(Directory.CreateTempSubdirectory("asyncprof-late").FullName, "late.dll");
        EmittedMachine.Write(file, number: 0);

        AsyncProfile profile = await RunAsync(
            async () =>
            {
                var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                Task run = EmittedMachine.RunOf(Assembly.LoadFrom(file).GetType("Emitted.T0")!)(gate.Task); // which is compiled now
                await Task.Delay(20);
                gate.SetResult();
                await run;
            },
            nominalMs: 20);

        MethodRow row = Assert.Single(profile.Methods, row => row.Method == "Emitted.T0.Run");
        Assert.Equal(1, row.Calls);
        Near.Ms(20, row.WallNs);
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
    }

    [Fact]
    public async Task PoolDelay_IsProbedWhileRecording()
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        AsyncProfile profile = await RunAsync(() => Task.Delay(350));

        Assert.InRange(profile.Recording.PoolDelay!.Probes, 1, (long)watch.Elapsed.TotalSeconds * 10 + 10);
        Assert.InRange(profile.Recording.PoolDelay.MaxNs, 1, 10_000_000_000);
    }

    [Fact]
    public async Task NestedScopes_OuterSeesInnerToo()
    {
        AsyncProfile? inner = null;
        AsyncProfile outer = await RunAsync(async () =>
        {
            await AsyncSleep(20);
            inner = await RunAsync(() => Branch(30));
        });

        Assert.DoesNotContain(inner!.Methods, row => row.Method == Here + nameof(AsyncSleep));
        Assert.Contains(inner.Methods, row => row.Method == Here + nameof(Branch));
        Assert.Contains(outer.Methods, row => row.Method == Here + nameof(AsyncSleep));
        Assert.Contains(outer.Methods, row => row.Method == Here + nameof(Branch));
    }

    [Fact]
    public async Task StopAsync_Twice_IsTheSameProfile()
    {
        ProfilerScope scope = AsyncProfiler.Start();
        Task<AsyncProfile> first = scope.StopAsync();

        Assert.Same(await first, await scope.StopAsync());
        await scope.DisposeAsync();
    }

    /// <summary>Runs work in a scope; checks what must hold of every profile.</summary>
    private static async Task<AsyncProfile> RunAsync(Func<Task> work, bool processWide = false, double nominalMs = double.MaxValue)
    {
        SynchronizationContext.SetSynchronizationContext(null); // the test runner's own would begin its worker in the scope
        await using ProfilerScope scope = AsyncProfiler.Start(new ProfilerScopeOptions { ProcessWide = processWide });
        var watch = System.Diagnostics.Stopwatch.StartNew();
        await work();
        Near.Overshoot = Math.Max(0, watch.Elapsed.TotalMilliseconds - nominalMs);
        AsyncProfile profile = await scope.StopAsync();
        Assert.Equal(0, profile.Recording.Unbalanced);
        Assert.Equal(profile.Roots.Sum(root => root.ElapsedNs), profile.Tree.ElapsedTotal.TotalNs);
        Assert.DoesNotContain(profile.Methods, row => row.Method.StartsWith("AsyncProf.Profiler", StringComparison.Ordinal));
        return profile;
    }

    private static MethodRow Row(AsyncProfile profile, string method) => Assert.Single(profile.Methods, row => row.Method == Here + method);

    private static IEnumerable<CallNode> Frames(AsyncProfile profile)
    {
        var work = new Stack<CallNode>([profile.Tree]);
        while (work.TryPop(out CallNode? node))
        {
            yield return node;
            foreach (CallNode child in node.Children)
                work.Push(child);
        }
    }

    private static async Task AsyncSleep(int ms) => await Task.Delay(ms);

    private static async Task Branch(int ms) => await Task.Delay(ms);

    private static async Task Racer(int ms) => await Task.Delay(ms);

    private static Task ScopeWithCallback()
    {
        var called = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        AsyncProfiler.Start().StopAsync().GetAwaiter().UnsafeOnCompleted(called.SetResult);
        return called.Task;
    }

    private static async Task Unprofiled()
    {
        await Task.Delay(30);
        await Task.Delay(30);
    }

    private static async Task Outer()
    {
        await AsyncSleep(5);
        await Fails();
    }

    private static async Task Fails()
    {
        await Task.Delay(5);
        throw new InvalidOperationException("expected");
    }

    private static async Task Suspended(Task gate) => await gate;
}

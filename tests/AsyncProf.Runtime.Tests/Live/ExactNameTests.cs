using AsyncProf.Capture;
using AsyncProf.Profiles;

namespace AsyncProf.Runtime.Tests.Live;

/// <summary>Methods that share their short names, in a scope: each call has its own method's name, the very first one too.</summary>
[Collection(LiveCollection.Name)]
public sealed class ExactNameTests
{
    private const int Rounds = 200, Flows = 4;

    private static int s_neverSuspended;

    private interface IHandler
    {
        Task HandleAsync(int number);
    }

    [Fact]
    public async Task Scope_OverLayersOfOneShortName_CountsEachFromItsFirstCall()
    {
        SynchronizationContext.SetSynchronizationContext(null);
        var first = new Decorator<First>(new Decorator<Second>(new First()));
        var second = new Decorator<Second>(new Second());
        await using ProfilerScope scope = AsyncProfiler.Start(new ProfilerScopeOptions { ProcessWide = true });
        long doubtful = CaptureHub.Instance.Exact.Doubtful, faults = CaptureHub.Instance.Faults;

        await Task.WhenAll(Enumerable.Range(0, Flows).Select(async flow =>
        {
            for (int i = 0; i < Rounds; i++)
                await Counted((i % 4 == 0 ? (IHandler)first : second).HandleAsync(i));
        }));

        AsyncProfile profile = await scope.StopAsync();
        string here = typeof(ExactNameTests).FullName + ".";
        Assert.Equal("frames", profile.Recording.NamesBy);
        Assert.Equal(
            (Flows * Rounds / 4, Flows * Rounds * 3 / 4, (Flows * Rounds * 5 / 4) - s_neverSuspended),
            (CallsOf(profile, here + "First"), CallsOf(profile, here + "Second"), CallsOf(profile, here + "Decorator`1")));
        Assert.Equal((0, 0, 0), (profile.Recording.AmbiguousNames, CaptureHub.Instance.Exact.Doubtful - doubtful, CaptureHub.Instance.Faults - faults));
    }

    /// <summary>Methods of one bare name that are run as delegates: each where its own type starts it, and none where a helper does that might have been given any.</summary>
    [Fact]
    public async Task Scope_OverMethodGroupsOfOneName_TellsWhoseTheyAre()
    {
        SynchronizationContext.SetSynchronizationContext(null);
        await using ProfilerScope scope = AsyncProfiler.Start(new ProfilerScopeOptions { ProcessWide = true });

        for (int i = 0; i < Flows; i++)
        {
            await GroupOne.StartAsync();
            await new GroupTwo().StartAsync();
            await GroupHelper.RunAsync(GroupTwo.Twin);
        }

        AsyncProfile profile = await scope.StopAsync();
        string here = typeof(ExactNameTests).FullName + ".";
        Assert.Equal((Flows * 2, Flows), (Calls(here + "GroupOne.Twin"), Calls(here + "GroupTwo.Twin")));
        Assert.Equal(0, Calls(here + "GroupHelper.Twin"));

        long Calls(string method) => profile.Methods.Where(row => row.Method == method).Sum(row => row.Calls);
    }

    /// <summary>A thread that loses its processor between a call and its await may find it done: then a decorator does not suspend, and is no operation.</summary>
    private static Task Counted(Task call)
    {
        if (call == Task.CompletedTask)
            Interlocked.Increment(ref s_neverSuspended);
        return call;
    }

    private static long CallsOf(AsyncProfile profile, string type) => profile.Methods.Where(row => row.Method == type + ".HandleAsync").Sum(row => row.Calls);

    private sealed class First : IHandler
    {
        public async Task HandleAsync(int number) => await Task.Yield();
    }

    private sealed class Second : IHandler
    {
        public async Task HandleAsync(int number)
        {
            await Task.Yield();
            await Task.Yield();
        }
    }

    private sealed class Decorator<T>(IHandler inner) : IHandler
    {
        public async Task HandleAsync(int number) => await Counted(inner.HandleAsync(number));
    }

    private static class GroupOne
    {
        public static async Task StartAsync()
        {
            await Task.Run(Twin);
            await Task.Delay(1).ContinueWith(Twin, TaskScheduler.Default);
        }

        private static void Twin() => Thread.SpinWait(1);

        private static void Twin(Task done) => Thread.SpinWait(1);
    }

    private sealed class GroupTwo
    {
        public async Task StartAsync() => await Task.Factory.StartNew(Twin, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

        public static void Twin() => Thread.SpinWait(1);
    }

    private static class GroupHelper
    {
        public static async Task RunAsync(Action action)
        {
            Twin();
            await Task.Run(action);
        }

        private static void Twin() => Thread.SpinWait(1);
    }
}

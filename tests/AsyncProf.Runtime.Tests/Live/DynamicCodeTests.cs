using System.Diagnostics.Tracing;
using System.Reflection;
using AsyncProf.Capture;
using AsyncProf.Profiles;
using AsyncProf.Testing;
using AsyncProf.Testing.Tiers;

namespace AsyncProf.Runtime.Tests.Live;

/// <summary>Code that is made while the program runs, much of it and again and again: what is kept of it is bounded, and what is not so keeps its name.</summary>
[Collection(LiveCollection.Name)]
public sealed class DynamicCodeTests
{
    private const int MostAddresses = 1 << 17, MethodsOfAScope = 50_000;

    private static readonly int Methods = Tier.Count(fast: 5_000, deep: 100_000), Assemblies = Tier.Count(fast: 100, deep: 2_000);

    [Fact]
    public async Task DynamicMethods_ManyThatAwait_AreBoundedAndLeaveOtherNamesExact()
    {
        SynchronizationContext.SetSynchronizationContext(null);
        long before = await AllocatedAsync();
        long faults = CaptureHub.Instance.Faults, doubtful = CaptureHub.Instance.Exact.Doubtful;
        await using (AsyncProfiler.Start())
            Assert.InRange(await AllocatedAsync(), before + (before / 4), long.MaxValue);
        await ProfileAsync(Math.Min(Methods, MethodsOfAScope)); // what there is to grow has grown
        long bytes = BytesInUse();
        for (int left = Methods; left > 0; left -= MethodsOfAScope) // a scope keeps what it saw until it stops
        {
            int methods = Math.Min(left, MethodsOfAScope);
            AsyncProfile profile = await ProfileAsync(methods);
            (long ordinary, long awaiting) = (CallsOf(profile, nameof(OrdinaryAsync)), CallsOf(profile, nameof(AwaitDynamicallyAsync)));
            Assert.True((ordinary, awaiting) == (methods + 1, methods), $"{ordinary} and {awaiting} of {methods}: {profile.Recording}, {string.Join(", ", profile.Methods.Take(20).Select(row => $"{row.Method} {row.Calls}"))}, {AsyncProfiler.Status}");
        }

        Assert.Equal((0, 0), (CaptureHub.Instance.Faults - faults, CaptureHub.Instance.Exact.Doubtful - doubtful));
        Assert.InRange(KnownAddresses(), 1, MostAddresses);
        Assert.InRange(BytesInUse() - bytes, long.MinValue, 256L << 20);
        await Eventually.TrueAsync(() => !EventSource.GetSources().Single(source => source.Name == "System.Threading.Tasks.TplEventSource").IsEnabled());
        Assert.InRange(await AllocatedAsync(), 0, before + (before / 20));
    }

    [Fact]
    public async Task CollectibleAssemblies_ManyOneAfterAnother_AreNamedEachAndCollected()
    {
        SynchronizationContext.SetSynchronizationContext(null);
        var made = new List<WeakReference>();
        await using ProfilerScope scope = AsyncProfiler.Start();

        for (int i = 0; i < Assemblies; i++)
        {
            made.Add(await RunEmittedAsync(i));
            if (i % 16 == 0)
                GC.Collect(); // their code's addresses are used again
        }

        await Eventually.TrueAsync(() => AreMostlyCollected(made));
        AsyncProfile profile = await scope.StopAsync();
        Assert.All(Enumerable.Range(0, Assemblies), i => Assert.Equal(3, profile.Methods.Where(row => row.Method == $"Emitted.T{i}.Run").Sum(row => row.Calls)));
    }

    private static async Task<AsyncProfile> ProfileAsync(int methods)
    {
        await using ProfilerScope scope = AsyncProfiler.Start();
        await ThroughDynamicMethodsAsync(methods);
        await OrdinaryAsync();
        await Task.Delay(100); // a call that ended before it was awaited has its place after a grace of 50 ms
        return await scope.StopAsync();
    }

    private static bool AreMostlyCollected(List<WeakReference> made)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return made.Count(one => one.IsAlive) < 10; // the last ones may be on a thread's stack still
    }

    private static async Task<WeakReference> RunEmittedAsync(int number)
    {
        Func<Task, Task> run = EmittedMachine.Make(number);
        for (int i = 0; i < 3; i++)
        {
            var awaited = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Task running = run(awaited.Task);
            awaited.SetResult();
            await running;
        }

        return new WeakReference(run.Method.DeclaringType);
    }

    private static async Task ThroughDynamicMethodsAsync(int count)
    {
        for (int i = 0; i < count; i++)
        {
            await AwaitDynamicallyAsync();
            await OrdinaryAsync();
        }
    }

    private static async Task AwaitDynamicallyAsync() => await new DynamicAwaitable(Task.Run(static () => { }));

    private static async Task OrdinaryAsync() => await Task.Yield();

    /// <summary>What many suspensions allocate, in bytes: where events are asked for, the library makes each of them a name. The least of a few rounds, for others allocate as well.</summary>
    private static async Task<long> AllocatedAsync()
    {
        long least = long.MaxValue;
        for (int round = 0; round < 8; round++)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            for (int i = 0; i < 10_000; i++)
                await OrdinaryAsync();
            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        return least;
    }

    private static long BytesInUse()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        return Environment.WorkingSet;
    }

    private static int KnownAddresses()
    {
        object walk = Field(CaptureHub.Instance.Exact, "_walk");
        object addresses = Field(walk, "_addresses");
        return (int)addresses.GetType().GetProperty("Count")!.GetValue(addresses)!;

        static object Field(object of, string name) => of.GetType().GetField(name, BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(of)!;
    }

    private static long CallsOf(AsyncProfile profile, string method) =>
        profile.Methods.Where(row => row.Method == $"{typeof(DynamicCodeTests).FullName}.{method}").Sum(row => row.Calls);
}

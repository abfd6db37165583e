using AsyncProf.Profiles;

namespace AsyncProf.Runtime.Tests.Live;

[Collection(LiveCollection.Name)]
public class ScopeUseTests
{
    private const int KiB = 1024, Arrays = 100, Longest = 8 * KiB;

    private static object? s_kept;

    /// <summary>The engine comes to a scope's marks a while later than the thread does, and then the process has used something else.</summary>
    [Fact]
    public async Task StopAsync_OfAScopeThatAllocates_SaysOfTheProcessAtLeastThat()
    {
        for (int round = 0; round < 5; round++)
        {
            ProfilerScope scope = AsyncProfiler.Start(new ProfilerScopeOptions { Measured = MeasuredUse.Allocations });
            Allocate();
            Task<AsyncProfile> stopped = scope.StopAsync();
            Allocate(); // while the engine comes to it
            IsConserved(await stopped, Arrays * Longest, Arrays * Longest * 3 / 2);
        }
    }

    [Fact]
    public async Task StopAsync_OfAScopeInsideAnother_SaysOfTheProcessWhatWasUsedInIt()
    {
        ProfilerScope outer = AsyncProfiler.Start(new ProfilerScopeOptions { Measured = MeasuredUse.Allocations, ProcessWide = true });
        Allocate();
        await Task.Delay(1);
        ProfilerScope inner = AsyncProfiler.Start(new ProfilerScopeOptions { Measured = MeasuredUse.Allocations | MeasuredUse.Cpu });
        Allocate();
        AsyncProfile inside = await inner.StopAsync();
        Allocate();
        AsyncProfile around = await outer.StopAsync();

        IsConserved(inside, Arrays * Longest, Arrays * Longest * 3 / 2);
        IsConserved(around, 3 * Arrays * Longest, long.MaxValue);
    }

    /// <summary>Its calls are those of all its time, and bytes of a part of them would be no answer to anything.</summary>
    [Theory]
    [InlineData(MeasuredUse.None)]
    [InlineData(MeasuredUse.Cpu)]
    public async Task StopAsync_OfAScopeBesideOneThatMeasuresMore_HasNothingOfThat(MeasuredUse measured)
    {
        ProfilerScope outer = AsyncProfiler.Start(new ProfilerScopeOptions { Measured = measured, ProcessWide = true });
        await AllocateAsync();
        ProfilerScope inner = AsyncProfiler.Start(new ProfilerScopeOptions { Measured = MeasuredUse.Allocations, ProcessWide = true });
        await AllocateAsync();
        AsyncProfile inside = await inner.StopAsync();
        await AllocateAsync();
        AsyncProfile around = await outer.StopAsync();

        Assert.Equal(3, around.Methods.Single(row => row.Method.EndsWith("." + nameof(AllocateAsync), StringComparison.Ordinal)).Calls);
        Assert.InRange(inside.Recording.Allocated!.ProcessBytes, Arrays * Longest / 2, long.MaxValue);
        Assert.Null(around.Recording.Allocated);
        Assert.All(around.Methods, row => Assert.Equal(0, row.UsedSelf.AllocatedBytes));
        Assert.Equal(0, around.Tree.UsedTotal.AllocatedBytes);
    }

    /// <summary>Lasts until it is awaited for sure: of one that has ended before, just before its scope ends, nobody knows yet whether it is.</summary>
    private static async Task AllocateAsync()
    {
        await Task.Delay(50);
        Allocate();
    }

    /// <summary>Who captures already goes on with it: an event that is missed where an operation ends would leave it open for good.</summary>
    [Fact]
    public async Task Start_OfScopesThatMeasureInOneThatDoesNot_LosesNothingOfIt()
    {
        const int Loops = 20, Scopes = 10;
        int calls = 0;
        using var end = new CancellationTokenSource();
        ProfilerScope outer = AsyncProfiler.Start(new ProfilerScopeOptions { ProcessWide = true });
        Task[] loops = [.. Enumerable.Range(0, Loops).Select(_ => Task.Run(LoopAsync))];
        for (int i = 0; i < Scopes; i++)
        {
            ProfilerScope inner = AsyncProfiler.Start(new ProfilerScopeOptions { ProcessWide = true, Measured = MeasuredUse.Allocations });
            await Task.Delay(30);
            AllocationInfo? all = (await inner.StopAsync()).Recording.Allocated;
            Assert.NotNull(all);
            Assert.True(all.OperationsBytes > 0);
        }

        await end.CancelAsync();
        await Task.WhenAll(loops);
        AsyncProfile profile = await outer.StopAsync();

        Assert.Equal(0, profile.Recording.LostEvents);
        Assert.Equal(calls, profile.Methods.Single(row => row.Method.EndsWith(".OnceAsync", StringComparison.Ordinal)).Calls);

        async Task LoopAsync()
        {
            while (!end.IsCancellationRequested)
            {
                Interlocked.Increment(ref calls);
                await OnceAsync();
            }
        }
    }

    private static async Task OnceAsync()
    {
        await Task.Delay(1);
        await Task.Yield();
    }

    private static void IsConserved(AsyncProfile profile, long least, long most)
    {
        AllocationInfo? all = profile.Recording.Allocated;
        Assert.NotNull(all);
        Assert.InRange(all.OperationsBytes + all.OutsideBytes, least, most); // where the thread was when the scope began, nothing tells
        Assert.Equal(all.ProcessBytes, all.OperationsBytes + all.OutsideBytes + all.TracingBytes + all.ProfilerBytes + all.UnseenBytes);
    }

    private static void Allocate()
    {
        for (int i = 0; i < Arrays; i++)
            s_kept = new byte[Longest];
    }
}

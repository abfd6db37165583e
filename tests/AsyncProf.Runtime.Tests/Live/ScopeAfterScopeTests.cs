using AsyncProf.Capture;
using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.Testing;
using AsyncProf.Testing.Tiers;

namespace AsyncProf.Runtime.Tests.Live;

/// <summary>Scopes one after the other: each time the last lease ends and the next begins, the engine stops and another one goes on with the same buffers.</summary>
[Collection(LiveCollection.Name)]
public sealed class ScopeAfterScopeTests
{
    private const int CallsOfAScope = 2_000;

    private static readonly int Scopes = Tier.Count(fast: 5, deep: 30);

    [Fact]
    public async Task Start_AsSoonAsAnotherHasEnded_SeesAllItsCalls()
    {
        SynchronizationContext.SetSynchronizationContext(null);
        var seen = new List<long>();
        for (int i = 0; i < Scopes; i++)
            seen.Add(await CallsSeenAsync());

        Assert.All(seen, calls => Assert.Equal(CallsOfAScope, calls));
    }

    /// <summary>As a thread does that goes on after the last scope's end, and is seen no more: as far as the buffers tell, it runs what it ran then.</summary>
    [Fact]
    public async Task Start_AfterAnEventThatCameWhenNobodyCaptured_SeesAllItsCalls()
    {
        SynchronizationContext.SetSynchronizationContext(null);
        await using (AsyncProfiler.Start())
            await OnceAsync();
        await Eventually.TrueAsync(() => !CaptureHub.Instance.IsOn);
        WriteBegin();

        Assert.Equal(CallsOfAScope, await CallsSeenAsync());
    }

    private static void WriteBegin()
    {
        ThreadBuffer buffer = CaptureHub.Instance.BufferOfThisThread()!;
        Assert.True(buffer.Enter());
        ref AsyncEvent e = ref buffer.Reserve(AsyncEventKind.WorkBegin);
        e.Detail = (byte)TaskWork.Execution;
        e.TaskId = int.MaxValue;
        buffer.Publish();
        buffer.Leave();
    }

    private static async Task<long> CallsSeenAsync()
    {
        await using ProfilerScope scope = AsyncProfiler.Start();
        await CallAsync();
        await Task.Delay(100); // a call that ended before it was awaited has its place after a grace of 50 ms
        AsyncProfile profile = await scope.StopAsync();
        return profile.Methods.Where(row => row.Method.EndsWith("ScopeAfterScopeTests.OnceAsync", StringComparison.Ordinal)).Sum(row => row.Calls);
    }

    private static async Task CallAsync()
    {
        for (int i = 0; i < CallsOfAScope; i++)
            await OnceAsync();
    }

    private static async Task OnceAsync() => await Task.Yield();
}

using AsyncProf.Capture;
using AsyncProf.Engine;
using AsyncProf.Testing;

namespace AsyncProf.Runtime.Tests.Live;

/// <summary>Every event is stitched or counted as lost, also in a storm that the buffers cannot hold.</summary>
[Collection(LiveCollection.Name)]
public class AccountingTests
{
    [Theory]
    [InlineData(64L << 20)]
    [InlineData(0L)] // as small as buffers can be: most of the storm is lost
    public async Task Storm_EveryEvent_IsStitchedOrCountedAsLost(long bufferBytes)
    {
        SynchronizationContext.SetSynchronizationContext(null);
        ProfilerEngine engine = ProfilerEngine.Acquire();
        using var counter = new EventCounter();
        CaptureHub.Instance.Pool.SetMaximum(bufferBytes);
        try
        {
            await Task.Delay(300); // whatever went on before has ended
            long seen = counter.Seen;
            EngineCounts from = await EventCounter.StitchedAsync(engine);
            await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => StormAsync(DateTime.UtcNow.AddSeconds(1.5)))));
            await Task.Delay(300);
            seen = counter.Seen - seen;
            EngineCounts to = await EventCounter.StitchedAsync(engine);

            long stitched = to.Stitched.Events - from.Stitched.Events - (to.Stitched.Marks - from.Stitched.Marks), lost = to.Lost - from.Lost;
            Assert.True(bufferBytes > 0 || lost > 0, "The buffers were not too small.");
            Assert.True(seen > 100_000, $"{seen} events are no storm");
            Assert.InRange(seen - stitched - lost, -200, 200); // what the two looks at the clock themselves send
            Assert.Equal(0, engine.Faults);
        }
        finally
        {
            CaptureHub.Instance.Pool.SetMaximum(64L << 20);
            ProfilerEngine.Release();
        }
    }

    [Fact]
    public async Task Engine_AfterOneThatLostEvents_CountsNoneOfThem()
    {
        SynchronizationContext.SetSynchronizationContext(null);
        ProfilerEngine engine = ProfilerEngine.Acquire();
        CaptureHub.Instance.Pool.SetMaximum(0);
        try
        {
            await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => StormAsync(DateTime.UtcNow.AddSeconds(0.5)))));
            Assert.InRange((await EventCounter.StitchedAsync(engine)).Lost, 1, long.MaxValue);
        }
        finally
        {
            CaptureHub.Instance.Pool.SetMaximum(64L << 20);
            ProfilerEngine.Release();
        }

        await Eventually.TrueAsync(() => !CaptureHub.Instance.IsOn);
        await Task.Delay(300); // what the engine of before has to tell is told
        long lost = ProfilerEngine.Status.LostEvents;
        ProfilerEngine next = ProfilerEngine.Acquire();
        try
        {
            Assert.Equal(0, (await EventCounter.StitchedAsync(next)).Lost);
            await Task.Delay(300);
            Assert.Equal(lost, ProfilerEngine.Status.LostEvents);
        }
        finally
        {
            ProfilerEngine.Release();
        }
    }

    private static async Task StormAsync(DateTime end)
    {
        while (DateTime.UtcNow < end)
        {
            for (int i = 0; i < 500; i++)
                await OuterAsync();
        }
    }

    private static async Task OuterAsync() => await InnerAsync();

    private static async Task InnerAsync() => await Task.Yield();
}

using System.Diagnostics.Tracing;
using AsyncProf.Capture;
using AsyncProf.Pipeline;

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
        using var counter = new Counter();
        CaptureHub.Instance.Pool.SetMaximum(bufferBytes);
        try
        {
            await Task.Delay(300); // whatever went on before has ended
            long seen = counter.Seen;
            EngineCounts from = await CountsAsync(engine);
            await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => StormAsync(DateTime.UtcNow.AddSeconds(1.5)))));
            await Task.Delay(300);
            seen = counter.Seen - seen;
            EngineCounts to = await CountsAsync(engine);

            long stitched = to.Stitched.Events - from.Stitched.Events - (to.Stitched.Gaps - from.Stitched.Gaps), lost = to.Lost - from.Lost;
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

    private static Task<EngineCounts> CountsAsync(ProfilerEngine engine)
    {
        var counts = new TaskCompletionSource<EngineCounts>(TaskCreationOptions.RunContinuationsAsynchronously);
        engine.AfterNow(() => counts.SetResult(engine.Counts()));
        return counts.Task;
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

    /// <summary>Listens beside the capture to the same events.</summary>
    private sealed class Counter : EventListener
    {
        private static readonly HashSet<int> Kinds = [7, 10, 12, 14, 15, 16, 17, 18];
        private long _seen;

        public long Seen => Interlocked.Read(ref _seen);

        protected override void OnEventSourceCreated(EventSource eventSource)
        {
            if (eventSource.Name == "System.Threading.Tasks.TplEventSource")
                EnableEvents(eventSource, EventLevel.Informational, (EventKeywords)0x39);
        }

        protected override void OnEventWritten(EventWrittenEventArgs eventData)
        {
            if (Kinds.Contains(eventData.EventId))
                Interlocked.Increment(ref _seen);
        }
    }
}

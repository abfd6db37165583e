using AsyncProf.Agent.Tests.Capture;
using AsyncProf.Capture;
using AsyncProf.Usage;

namespace AsyncProf.Agent.Tests.Usage;

/// <summary>What the runtime allocates in order to tell events, as it is tried in this process.</summary>
[Collection(CaptureCollection.Name)]
public class TracingTrialTests
{
    [Fact]
    public void Compare_OfATrialWithItself_IsNothing()
    {
        TracingTrial? trial = TracingTrial.Run(static () => { });

        Assert.NotNull(trial);
        Assert.Equal(TracingBytes.None, TracingTrial.Compare(trial, trial));
        Assert.Null(TracingTrial.Compare(null, trial));
    }

    [Fact]
    public void Tracing_OfEventsThatComeDirectly_IsWhatTheLibraryMakesOfAnAwait()
    {
        using (CaptureHub.Instance.Start(measured: MeasuredUse.Allocations))
        {
            Assert.Equal(TplIntake.Directly, CaptureHub.Instance.Intake.How);

            // A delegate for the box; a wrapper and its delegate for each wait; the same, a task that holds a number and a work item for a yield.
            AssertTracing(new TracingBytes(Begin: 64, Await: 104, Yield: 208, Queue: 40, Work: 0, Event: 0, Scheduled: 0, Told: 0, End: 0));
        }
    }

    [Fact]
    public void Tracing_OfEventsThatAListenerGets_HasWhatEachKindTakesToDeliver()
    {
        using (CaptureHub.Instance.Start(mode: CaptureMode.Listener, measured: MeasuredUse.Allocations))
            AssertTracing(new TracingBytes(Begin: 64, Await: 384, Yield: 424, Queue: 40, Work: 336, Event: 184, Scheduled: 312, Told: 192, End: 184));
    }

    [Fact]
    public async Task Run_WhileThePoolIsBusy_IsWhatItIsWhileItIsNot()
    {
        TracingTrial? quiet = TracingTrial.Run(static () => { });
        using var ended = new CancellationTokenSource();
        Task[] app = [.. Enumerable.Range(0, 2 * Environment.ProcessorCount).Select(_ => BusyAsync(ended.Token))];
        TracingTrial? busy = TracingTrial.Run(static () => { });
        await ended.CancelAsync();
        await Task.WhenAll(app);

        Assert.NotNull(quiet);
        Assert.Equal(quiet, busy);
    }

    /// <summary>To tell that a task is queued takes 24 bytes more in some processes, by what ran there before.</summary>
    private static void AssertTracing(TracingBytes expected)
    {
        TracingBytes? tracing = CaptureHub.Instance.Uses.Tracing;
        Assert.Contains(tracing, new[] { expected, expected with { Scheduled = expected.Scheduled + 24 } });
    }

    private static async Task BusyAsync(CancellationToken ended)
    {
        while (!ended.IsCancellationRequested)
        {
            await Task.Yield();
            GC.KeepAlive(new byte[1000]);
        }
    }

    [Theory]
    [InlineData(0, 24)]
    [InlineData(1, 24)]
    [InlineData(2, 32)]
    [InlineData(5, 32)]
    [InlineData(6, 40)]
    public void OfText_OfALength_IsWhatAStringTakes(int length, int bytes)
    {
        Assert.Equal(bytes, TracingBytes.OfText(length));
        if (length == 0)
            return;
        long before = GC.GetAllocatedBytesForCurrentThread();
        string text = new('x', length);
        Assert.Equal(bytes, GC.GetAllocatedBytesForCurrentThread() - before);
        GC.KeepAlive(text);
    }
}

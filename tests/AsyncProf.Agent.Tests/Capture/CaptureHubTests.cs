using AsyncProf.Capture;
using AsyncProf.Events;

namespace AsyncProf.Agent.Tests.Capture;

/// <summary>The capture of this process, which all tests share.</summary>
[Collection(CaptureCollection.Name)]
public class CaptureHubTests
{
    [Fact]
    public async Task Start_AndAnAwait_WritesTheEventsOfTheChain()
    {
        List<AsyncEvent> events = await CaptureAsync(static () => Delayed());

        AsyncEvent begin = Assert.Single(events, e => e.Kind == AsyncEventKind.OperationBegin && Name(e).Contains($"<{nameof(Delayed)}>", StringComparison.Ordinal));
        Assert.Single(events, e => e.Kind == AsyncEventKind.WaitBegin && e.OtherId == begin.TaskId && e.Detail == (byte)WaitBehavior.Asynchronous);
        Assert.Single(events, e => e.Kind == AsyncEventKind.WorkBegin && e.TaskId == begin.TaskId && e.Detail == (byte)TaskWork.Execution);
        Assert.Single(events, e => e.Kind == AsyncEventKind.OperationEnd && e.TaskId == begin.TaskId && e.Detail == (byte)OperationStatus.Completed);
        Assert.Equal(0, CaptureHub.Instance.Faults);
    }

    [Theory]
    [InlineData(CaptureMode.Auto, "direct")]
    [InlineData(CaptureMode.Direct, "direct")]
    [InlineData(CaptureMode.Listener, "listener")]
    public async Task Mode_EachOfThem_TellsTheSame(CaptureMode mode, string how)
    {
        CaptureHub.Instance.Mode = mode;
        try
        {
            List<AsyncEvent> events = await CaptureAsync(static () => Delayed());

            Assert.Equal(how, CaptureHub.Instance.Intake.How);
            AsyncEvent begin = Assert.Single(events, e => e.Kind == AsyncEventKind.OperationBegin && Name(e).Contains($"<{nameof(Delayed)}>", StringComparison.Ordinal));
            Assert.Equal(
                [AsyncEventKind.WaitBegin, AsyncEventKind.WorkBegin, AsyncEventKind.OperationEnd],
                events.Where(e => e.Kind == AsyncEventKind.WaitBegin ? e.OtherId == begin.TaskId : e.TaskId == begin.TaskId && (e.Kind == AsyncEventKind.OperationEnd || (e.Kind == AsyncEventKind.WorkBegin && e.Detail == (byte)TaskWork.Execution))).OrderBy(e => e.Timestamp).Select(e => e.Kind));
        }
        finally
        {
            CaptureHub.Instance.Mode = CaptureMode.Auto;
        }
    }

    [Fact]
    public async Task Mode_ChangedWhileOn_HoldsAtOnce()
    {
        try
        {
            using IDisposable capture = CaptureHub.Instance.Start();
            Assert.Equal("direct", CaptureHub.Instance.Intake.How);
            CaptureHub.Instance.Mode = CaptureMode.Listener;
            Assert.Equal("listener", CaptureHub.Instance.Intake.How);
            int before = CountEvents();
            await Delayed();
            Assert.NotEqual(before, CountEvents());
        }
        finally
        {
            CaptureHub.Instance.Mode = CaptureMode.Auto;
        }
    }

    [Fact]
    public async Task Start_Off_WritesNothing()
    {
        Assert.False(CaptureHub.Instance.IsOn);
        int before = CountEvents();

        for (int i = 0; i < 50; i++)
            await Delayed();

        Assert.Equal(before, CountEvents());
    }

    [Fact]
    public async Task Start_OnAnExcludedThread_WritesNothing()
    {
        using IDisposable capture = CaptureHub.Instance.Start();
        ThreadBuffer? buffer = null;
        await Task.Factory.StartNew(
            () =>
            {
                CaptureHub.ExcludeThisThread();
                _ = Delayed();
                buffer = CaptureHub.Instance.BufferOfThisThread();
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);

        // The thread wrote its own beginning before it was excluded, or nothing; never a buffer made after.
        Assert.True(buffer is null || buffer.Current!.Count < EventChunk.Capacity);
    }

    [Fact]
    public void Start_ExportersThread_IsMarkedIgnored()
    {
        bool? ignored = null;
        var thread = new Thread(() => ignored = CaptureHub.Instance.BufferOfThisThread()!.Ignored) { Name = "OpenTelemetry-BatchExport" };
        thread.Start();
        thread.Join();

        Assert.True(ignored);
    }

    [Fact]
    public void Start_TwoUsers_StaysOnUntilBothHaveGone()
    {
        IDisposable first = CaptureHub.Instance.Start(), second = CaptureHub.Instance.Start();
        first.Dispose();
        first.Dispose();
        Assert.True(CaptureHub.Instance.IsOn);
        second.Dispose();
        Assert.False(CaptureHub.Instance.IsOn);
    }

    private static async Task Delayed() => await Task.Delay(10);

    private static string Name(AsyncEvent e) => CaptureHub.Instance.Names[e.Extra];

    private static int CountEvents()
    {
        int count = 0;
        for (ThreadBuffer? buffer = CaptureHub.Instance.Buffers; buffer is not null; buffer = buffer.Next)
            count += buffer.Current?.Count ?? 0;
        return count;
    }

    private static async Task<List<AsyncEvent>> CaptureAsync(Func<Task> work)
    {
        long start = System.Diagnostics.Stopwatch.GetTimestamp();
        using (CaptureHub.Instance.Start())
            await work();
        var events = new List<AsyncEvent>();
        while (CaptureHub.Instance.Pool.Full.TryRead(out EventChunk? full)) // a thread may have gone on to another chunk meanwhile
        {
            events.AddRange(full.Events.Take(full.Count).Where(e => e.Timestamp >= start));
            full.Received = true;
            CaptureHub.Instance.Pool.Return(full);
        }

        for (ThreadBuffer? buffer = CaptureHub.Instance.Buffers; buffer is not null; buffer = buffer.Next)
        {
            if (buffer.Current is { } chunk)
                events.AddRange(chunk.Events.Take(chunk.Count).Where(e => e.Timestamp >= start));
        }

        return events;
    }
}

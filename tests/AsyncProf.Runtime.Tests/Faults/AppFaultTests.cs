using System.Diagnostics;
using AsyncProf.Capture;
using AsyncProf.Runtime.Tests.Live;
using AsyncProf.Testing;

namespace AsyncProf.Runtime.Tests.Faults;

/// <summary>What happens to an app as a whole while it is profiled: it stops, its options change, its threads come and go.</summary>
[Collection(LiveCollection.Name)]
public class AppFaultTests
{
    [Fact]
    public async Task StopUnderLoad_AnswersWhatItHasAcceptedAndEnds()
    {
        await using ProfiledApp app = await ProfiledApp.StartAsync();
        using var stop = new CancellationTokenSource();
        int answered = 0;
        Task[] users = [.. Enumerable.Range(0, 8).Select(async user =>
        {
            try
            {
                for (int i = 0; ; i++)
                {
                    await app.AskAsync("async", i);
                    Interlocked.Increment(ref answered);
                }
            }
            catch (HttpRequestException)
            {
                Assert.True(stop.IsCancellationRequested, "It answered wrongly before it was told to stop.");
            }
        })];
        await Task.Delay(1000);
        await stop.CancelAsync();

        await app.StopAsync().WaitAsync(TimeSpan.FromSeconds(20));
        await Task.WhenAll(users);

        Assert.True(answered > 50, $"{answered} answers are no load");
        ProfilerStatus roots = await app.RootsAsync(answered);
        Assert.Equal(0, roots.Faults);
        Assert.False(AsyncProfiler.Status.IsCapturing);
    }

    [Fact]
    public async Task ReloadUnderLoad_AnswersStayRightAndEveryRootIsCounted()
    {
        await using ProfiledApp app = await ProfiledApp.StartAsync();
        Task load = app.AskManyAsync("async", users: 8, each: 150);
        int rounds = 0;
        for (; !load.IsCompleted && rounds < 40; rounds++)
        {
            app.Configuration["AsyncProf:Enabled"] = rounds % 2 == 0 ? "false" : "true";
            app.Configuration["AsyncProf:Spans:MaximumPerSecond"] = $"{100 + rounds}";
            app.Configuration["AsyncProf:MaximumBufferBytes"] = rounds % 3 == 0 ? "5" : "8388608";
            app.Configuration.Reload();
            await Task.Delay(40);
        }

        await load;
        app.Configuration["AsyncProf:MaximumBufferBytes"] = "67108864";
        app.Configuration["AsyncProf:Enabled"] = "true";
        app.Configuration.Reload();
        await app.AskManyAsync("async", users: 2, each: 10);

        ProfilerStatus roots = await app.RootsAsync(21);
        Assert.True(rounds >= 10, $"{rounds} reloads");
        Assert.Equal(0, roots.Faults);
        Assert.True(AsyncProfiler.Status.IsCapturing);
    }

    [Fact]
    public async Task ThreadsThatComeAndGo_LeaveNoBuffersBehind()
    {
        await using ProfiledApp app = await ProfiledApp.StartAsync();
        int before = Buffers();
        for (int round = 0; round < 20; round++)
        {
            Thread[] threads = [.. Enumerable.Range(0, 25).Select(_ => new Thread(() => SleepAsync().GetAwaiter().GetResult()))];
            foreach (Thread thread in threads)
                thread.Start();
            foreach (Thread thread in threads)
                thread.Join();
            await app.AskAsync("async", round);
        }

        await Eventually.TrueAsync(() => Buffers() < before + 50);
        Assert.Equal(0, (await app.RootsAsync(20)).Faults);
    }

    [Fact]
    public async Task ExporterThreads_AndWhatTheyStart_AreNeverCaptured()
    {
        await using ProfiledApp app = await ProfiledApp.StartAsync();
        await using ProfilerScope scope = AsyncProfiler.Start(new ProfilerScopeOptions { ProcessWide = true });
        var exporter = new Thread(() => ExportAsync().GetAwaiter().GetResult()) { Name = "OpenTelemetry-BatchExportProcessor-Test" };
        exporter.Start();
        exporter.Join();
        await app.AskAsync("async", 1);

        Profiles.AsyncProfile profile = await scope.StopAsync();

        Assert.Contains(profile.Methods, row => row.Method.EndsWith("Endpoints.AsyncAsync", StringComparison.Ordinal));
        Assert.DoesNotContain(profile.Methods, row => row.Method.EndsWith("AppFaultTests.ExportAsync", StringComparison.Ordinal) || row.Method.EndsWith("AppFaultTests.SendAsync", StringComparison.Ordinal));
    }

    [Fact]
    public async Task AListenerThatAwaits_InsideTheEventsOwnDispatch_ConfusesNobody()
    {
        await using ProfiledApp app = await ProfiledApp.StartAsync();
        using var echo = new EchoingListener();

        await app.AskManyAsync("async", users: 4, each: 25);

        ProfilerStatus roots = await app.RootsAsync(100);
        Assert.True(echo.Echoes > 100);
        Assert.Equal((0, 0), (roots.Faults, roots.LostEvents));
        Assert.Equal(100, app.Spans.Count(span => span.OperationName.EndsWith("Endpoints.AsyncAsync", StringComparison.Ordinal)));
    }

    private static int Buffers()
    {
        int count = 0;
        for (ThreadBuffer? buffer = CaptureHub.Instance.Buffers; buffer is not null; buffer = buffer.Next)
            count++;
        return count;
    }

    private static async Task SleepAsync() => await Task.Delay(1);

    private static async Task ExportAsync()
    {
        await Task.Delay(5);
        await Task.Run(SendAsync);
    }

    private static async Task SendAsync() => await Task.Delay(5);
}

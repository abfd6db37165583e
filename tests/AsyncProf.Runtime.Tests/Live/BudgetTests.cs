using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using AsyncProf.Hosting;
using AsyncProf.Profiles;
using AsyncProf.Testing;

namespace AsyncProf.Runtime.Tests.Live;

/// <summary>A process that does nothing but serve, with a budget that is far too small for that.</summary>
[Collection(LiveCollection.Name)]
public sealed class BudgetTests : IDisposable
{
    private static readonly ActivitySource Source = new("AsyncProf.Runtime.Tests.Budget");
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    private readonly ConcurrentQueue<Activity> _requests = new();
    private readonly ConcurrentQueue<Activity> _spans = new();
    private readonly ActivityListener _listener;

    public BudgetTests()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name is "AsyncProf.Runtime.Tests.Budget" or "AsyncProf", // by name: it is asked while the source is being made
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => (activity.Source == Source ? _requests : _spans).Enqueue(activity),
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public void Dispose() => _listener.Dispose();

    [Fact]
    public async Task Budget_OfABusyProcess_ShowsItInWindowsWhoseTracesAreComplete()
    {
        SynchronizationContext.SetSynchronizationContext(null);
        ProfilerStatus before = AsyncProfiler.Status, after;
        using (ProfilerClient client = AppProfiler.Instance.Open(new AsyncProfOptions { OverheadBudget = 0.001 }, isHost: true))
        {
            using var end = new CancellationTokenSource();
            Task load = Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => ServeAsync(end.Token))));
            await Eventually.TrueAsync(() => AsyncProfiler.Status.Pauses - before.Pauses >= 2, Patience); // so it was opened again
            after = AsyncProfiler.Status;
            await end.CancelAsync();
            await load;
        }

        Assert.InRange(after.ObservedShare, 0.001, 0.9);
        Assert.NotEqual(0, after.OutsideRequests - before.OutsideRequests);
        Assert.Equal(0, after.LostEvents - before.LostEvents);
        Assert.Equal(0, after.Faults - before.Faults);
        Assert.Equal(0, after.IllegalTransitions - before.IllegalTransitions);
        ILookup<string?, Activity> byDetail = _requests.ToLookup(request => request.GetTagItem("asyncprof.detail") as string);
        Assert.NotEmpty(byDetail["full"]);
        Assert.NotEmpty(byDetail["outside"]);
        ILookup<ActivityTraceId, Activity> spans = _spans.ToLookup(span => span.TraceId);
        Assert.All(byDetail["full"], request => Assert.Equal(["BudgetTests.HandleAsync", "BudgetTests.LoadAsync", "BudgetTests.LoadAsync"], Operations(spans[request.TraceId])));
        Assert.InRange(byDetail["full"].Count(request => spans[request.TraceId].Any(span => Elided(span) > 0)), 0, byDetail["full"].Count() / 20);
        Assert.All(byDetail["outside"], request => Assert.Empty(spans[request.TraceId]));
    }

    /// <summary>Who has a span, and whom a span says that it leaves out: a call that had ended when its caller, which lost its processor, first suspended.</summary>
    private static IEnumerable<string> Operations(IEnumerable<Activity> spans) => spans.Where(span => span.DisplayName.StartsWith("BudgetTests", StringComparison.Ordinal))
        .SelectMany(span => Enumerable.Repeat("BudgetTests.LoadAsync", Elided(span)).Append(span.DisplayName)).Order(StringComparer.Ordinal);

    private static int Elided(Activity span) => Convert.ToInt32(span.GetTagItem("asyncprof.elided.count"), CultureInfo.InvariantCulture);

    [Fact]
    public async Task Scope_InAPause_SeesAllOfItsTime()
    {
        SynchronizationContext.SetSynchronizationContext(null);
        using ProfilerClient client = AppProfiler.Instance.Open(new AsyncProfOptions { OverheadBudget = 0.001 }, isHost: true);
        using var end = new CancellationTokenSource();
        Task load = Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => ServeAsync(end.Token))));
        await Eventually.TrueAsync(() => !Capture.CaptureHub.Instance.IsWindowOpen, Patience);

        ProfilerScope scope = AsyncProfiler.Start();
        for (int i = 0; i < 20; i++)
            await HandleAsync();
        AsyncProfile profile = await scope.StopAsync();
        await end.CancelAsync();
        await load;

        Assert.Equal(1, profile.Recording.ObservedShare);
        Assert.Equal(20, Assert.Single(profile.Methods, row => row.Method == $"{typeof(BudgetTests).FullName}.{nameof(HandleAsync)}").Calls);
        Assert.Equal(40, Assert.Single(profile.Methods, row => row.Method == $"{typeof(BudgetTests).FullName}.{nameof(LoadAsync)}").Calls);
    }

    [Fact]
    public async Task Storm_OfMoreEventsThanCanBeRead_ClosesTheWindowEarlyAndOpensItAgain()
    {
        SynchronizationContext.SetSynchronizationContext(null);
        await Eventually.TrueAsync(() => !AsyncProfiler.Status.IsCapturing); // what follows is for an engine of its own
        ProfilerStatus before = AsyncProfiler.Status, after;
        using (ProfilerClient client = AppProfiler.Instance.Open(new AsyncProfOptions { OverheadBudget = 0.9, MaximumBufferBytes = 16 << 20 }, isHost: true)) // what is saved at first would last for seconds
        {
            bool isOver = false;
            Thread[] storm = [.. Enumerable.Range(0, 4).Select(_ => new Thread(() =>
            {
                while (!Volatile.Read(ref isOver))
                    Overhead.EventCost.AwaitSome(1000);
            }))];
            foreach (Thread thread in storm)
                thread.UnsafeStart();
            await Eventually.TrueAsync(() => AsyncProfiler.Status.ShedPauses > before.ShedPauses, Patience);
            Volatile.Write(ref isOver, true);
            foreach (Thread thread in storm)
                thread.Join();
            await Eventually.TrueAsync(() => Capture.CaptureHub.Instance.IsWindowOpen, Patience);
            after = AsyncProfiler.Status;
        }

        Assert.Equal("direct", after.EventsBy);
        Assert.InRange(after.Pauses - before.Pauses, after.ShedPauses - before.ShedPauses, long.MaxValue);
        Assert.Equal(before.Faults, after.Faults);
    }

    private static async Task ServeAsync(CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            await Task.Yield();
            using Activity? request = Source.StartActivity("request", ActivityKind.Server, default(ActivityContext));
            await HandleAsync();
        }
    }

    private static async Task HandleAsync()
    {
        await LoadAsync();
        await LoadAsync();
    }

    private static async Task LoadAsync()
    {
        await Task.Yield();
        Thread.SpinWait(20_000); // long enough for a span
        await Task.Yield();
    }
}

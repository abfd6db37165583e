using System.Diagnostics;
using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.Runtime.Tests.Live;
using AsyncProf.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Xunit.Sdk;

namespace AsyncProf.Runtime.Tests.Triggers;

/// <summary>Threads of an app that profiles itself wait in a deep window, for as long as they measure themselves.</summary>
[Collection(LiveCollection.Name)]
public sealed class WaitingAppTests : IDisposable
{
    private const string SourceName = "AsyncProf.Runtime.Tests.Waiting";

    /// <summary>A thread spins before it waits, and then waits for a processor: that is in what it measured.</summary>
    private const double ToleranceMs = 30;

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>On a machine with more to do than that it waits longer for a processor before it waits than the tolerance allows; what is wrong for good is so every time.</summary>
    private const int Attempts = 3;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof-tests-");
    private DirectoryInfo _windows = null!;
    private DirectoryInfo _ring = null!;
    private ProfilerStatus _before = null!;

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task Waits_InAWindow_AreBlockedAndNotRunning()
    {
        SynchronizationContext.SetSynchronizationContext(null);
        for (int attempt = 1; ; attempt++)
        {
            _windows = _directory.CreateSubdirectory($"windows-{attempt}");
            _ring = _directory.CreateSubdirectory($"ring-{attempt}");
            _before = AsyncProfiler.Status;
            try
            {
                await AssertWaitsAsync();
                return;
            }
            catch (XunitException) when (attempt < Attempts)
            {
            }
        }
    }

    private async Task AssertWaitsAsync()
    {
        (double semaphore, double gate, double after) = (0, 0, 0);
        using (var listener = new ActivityListener { ShouldListenTo = static source => source.Name == SourceName, Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded })
        using (IHost host = Build())
        {
            ActivitySource.AddActivityListener(listener);
            await host.StartAsync();
            await RequestAsync(static () => OpenAsync());
            await Eventually.TrueAsync(() => AsyncProfiler.Status.DeepWindows > _before.DeepWindows);
            await RequestAsync(async () =>
            {
                semaphore = await SemaphoreAsync(150);
                gate = await LockAsync(120);
            });
            await Eventually.TrueAsync(() => AsyncProfiler.Status.WrittenProfiles > _before.WrittenProfiles);
            await RequestAsync(async () => after = await AfterAsync(100));
            await host.StopAsync();
        }

        AsyncProfile window = AsyncProfile.Load(Assert.Single(_windows.GetFiles("*-window.pb.gz")).FullName);
        Assert.InRange(window.Recording.HandleWaits!.InOperations, 2, long.MaxValue);
        Near(semaphore, window, nameof(SemaphoreAsync));
        Near(gate, window, nameof(LockAsync));

        AsyncProfile usual = AsyncProfile.Load(Assert.Single(_ring.GetFiles("*.pb.gz")).FullName);
        Assert.Null(usual.Recording.HandleWaits);
        MethodRow outside = Row(usual, nameof(AfterAsync));
        Assert.Equal(0, outside.TaskSelf.BlockedNs);
        Assert.InRange(outside.TaskSelf.RunningNs / 1e6, after - ToleranceMs, double.MaxValue);
        Assert.Equal(_before.Faults, AsyncProfiler.Status.Faults);
    }

    private static void Near(double measured, AsyncProfile profile, string method) =>
        Assert.InRange(Row(profile, method).Waits.Where(static wait => wait.Kind == WaitKind.BlockedOnHandle).Sum(static wait => wait.TaskNs) / 1e6, measured - ToleranceMs, measured);

    private static MethodRow Row(AsyncProfile profile, string method) => Assert.Single(profile.Methods, row => row.Method == $"{typeof(WaitingAppTests).FullName}.{method}");

    private IHost Build()
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["AsyncProf:Profiles:Directory"] = _ring.FullName,
            ["AsyncProf:Profiles:Interval"] = "01:00:00",
            ["AsyncProf:Triggers:Directory"] = _windows.FullName,
            ["AsyncProf:Triggers:SlowRequest"] = "00:00:00.500",
            ["AsyncProf:Triggers:Requests"] = "1",
            ["AsyncProf:Triggers:Cooldown"] = "00:00:00",
            ["AsyncProf:Triggers:MaximumPerHour"] = "60",
        });
        builder.Logging.ClearProviders();
        builder.Services.AddAsyncProf();
        return builder.Build();
    }

    private static Task RequestAsync(Func<Task> answer) => Task.Run(async () =>
    {
        using Activity activity = Source.StartActivity("GET /orders/{id}", ActivityKind.Server)!;
        await answer();
    });

    private static async Task OpenAsync() => await Task.Delay(700);

    private static async Task<double> SemaphoreAsync(int milliseconds)
    {
        await Task.Yield();
        using var semaphore = new SemaphoreSlim(0);
        return WaitFor(milliseconds, () => semaphore.Release(), semaphore.Wait);
    }

    private static async Task<double> LockAsync(int milliseconds)
    {
        await Task.Yield();
        var gate = new object();
        using var held = new ManualResetEventSlim();
        var holder = new Thread(() =>
        {
            lock (gate)
            {
                held.Set();
                Thread.Sleep(milliseconds);
            }
        });
        holder.Start();
        while (!held.IsSet)
            Thread.SpinWait(10);
        double taken = Measure(() => Monitor.Enter(gate));
        Monitor.Exit(gate);
        return taken;
    }

    private static async Task<double> AfterAsync(int milliseconds)
    {
        await Task.Yield();
        using var semaphore = new SemaphoreSlim(0);
        return WaitFor(milliseconds, () => semaphore.Release(), semaphore.Wait);
    }

    private static double WaitFor(int milliseconds, Action release, Action wait)
    {
        new Thread(() =>
        {
            Thread.Sleep(milliseconds);
            release();
        }).Start();
        return Measure(wait);
    }

    private static double Measure(Action wait)
    {
        long begin = Stopwatch.GetTimestamp();
        wait();
        return Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
    }
}

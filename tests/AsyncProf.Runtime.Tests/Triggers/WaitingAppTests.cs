using System.Diagnostics;
using System.Globalization;
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

    private const double ToleranceMs = 30;

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>A machine with much to do can do something between two looks at its clocks; what is wrong for good is so every time.</summary>
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
        (Waited semaphore, Waited gate, Waited after) = (default, default, default);
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
        Assert.InRange(outside.TaskSelf.RunningNs / 1e6, after.Most - ToleranceMs, double.MaxValue);
        Assert.Equal(_before.Faults, AsyncProfiler.Status.Faults);
    }

    private static void Near(Waited measured, AsyncProfile profile, string method) =>
        Assert.InRange(Row(profile, method).Waits.Where(static wait => wait.Kind == WaitKind.BlockedOnHandle).Sum(static wait => wait.TaskNs) / 1e6, measured.Least - ToleranceMs, measured.Most);

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

    private static async Task<Waited> SemaphoreAsync(int milliseconds)
    {
        await Task.Yield();
        using var semaphore = new SemaphoreSlim(0);
        return WaitFor(milliseconds, () => semaphore.Release(), semaphore.Wait);
    }

    private static async Task<Waited> LockAsync(int milliseconds)
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
        Waited taken = Measure(() => Monitor.Enter(gate));
        Monitor.Exit(gate);
        return taken;
    }

    private static async Task<Waited> AfterAsync(int milliseconds)
    {
        await Task.Yield();
        using var semaphore = new SemaphoreSlim(0);
        return WaitFor(milliseconds, () => semaphore.Release(), semaphore.Wait);
    }

    private static Waited WaitFor(int milliseconds, Action release, Action wait)
    {
        new Thread(() =>
        {
            Thread.Sleep(milliseconds);
            release();
        }).Start();
        return Measure(wait);
    }

    private static Waited Measure(Action wait)
    {
        long begin = Stopwatch.GetTimestamp();
        double busy = BusyMs();
        wait();
        busy = BusyMs() - busy;
        double all = Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
        return new Waited(all - busy, all);
    }

    /// <summary>How long the thread has been on a processor, or would have been if one had been free: it spins before it waits. 0 where the system does not tell.</summary>
    private static double BusyMs() => OperatingSystem.IsLinux()
        ? File.ReadAllText("/proc/thread-self/schedstat").Split(' ').Take(2).Sum(static number => long.Parse(number, CultureInfo.InvariantCulture)) / 1e6
        : 0;

    /// <summary>How long a thread waited, in milliseconds.</summary>
    /// <param name="Least">Without what it spun, and waited for a processor, before and after.</param>
    /// <param name="Most">With that.</param>
    private readonly record struct Waited(double Least, double Most);
}

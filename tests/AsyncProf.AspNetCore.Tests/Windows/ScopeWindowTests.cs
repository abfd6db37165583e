using AsyncProf.AspNetCore.Tests.Apps;
using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Tables;
using AsyncProf.Windows;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace AsyncProf.AspNetCore.Tests.Windows;

[Collection(ProcessWide.Name)]
public sealed class ScopeWindowTests
{
    [Fact]
    public async Task Start_WithAClockThatHasNoTimers_ClosesItsScopeAndSaysWhy()
    {
        var closed = new TaskCompletionSource<AsyncProfile>(TaskCreationOptions.RunContinuationsAsynchronously);
        var window = new ScopeWindow(new ProfilerScopeOptions { Name = "window" }, closed.SetResult);

        Task<AsyncProfile> profile = window.Start(new NoTimers(), TimeSpan.FromSeconds(1), CancellationToken.None);

        Assert.Equal("no timers", (await Assert.ThrowsAsync<NotSupportedException>(() => profile)).Message);
        AsyncProfile seen = await closed.Task.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Contains(seen.Roots, root => root.Name == "window");
    }

    [Fact]
    public async Task Window_WithinARequest_HoldsItsTime()
    {
        using var end = new CancellationTokenSource();
        await using TestApp app = await TestApp.StartAsync(app => app.MapGet("/lasting", () => LastingAsync(end.Token)), builder => builder.Services.AddAsyncProf());
        Task lasting = app.SendAsync(HttpMethod.Get, "/lasting");
        await app.BegunAsync(1);
        ProfilerScope scope = AsyncProfiler.Start(new ProfilerScopeOptions { ProcessWide = true });
        await Task.Delay(500);

        AsyncProfile profile = await scope.StopAsync();
        await end.CancelAsync();
        await lasting;

        RootRow request = Assert.Single(profile.Roots, root => root is { Kind: RootKind.Request, Name: "GET /lasting" });
        Assert.Equal(0, request.Count);
        Assert.InRange(request.ElapsedNs, profile.Recording.DurationNs * 0.9, profile.Recording.DurationNs);
        MethodRow method = Assert.Single(profile.Methods, row => row.Method.EndsWith(".LastingAsync", StringComparison.Ordinal)), turn = Assert.Single(profile.Methods, row => row.Method.EndsWith(".TurnAsync", StringComparison.Ordinal));
        Assert.Equal(0, method.Calls);
        Assert.InRange(turn.Calls, 2, (profile.Recording.DurationNs / 5_000_000) + 1); // those that began and ended in it
        Assert.InRange(turn.TaskSelf.TotalNs, request.ElapsedNs / 2, request.ElapsedNs);
    }

    private static async Task LastingAsync(CancellationToken end)
    {
        while (!end.IsCancellationRequested)
            await TurnAsync();
    }

    private static async Task TurnAsync() => await Task.Delay(10);

    private sealed class NoTimers : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => throw new NotSupportedException("no timers");
    }
}

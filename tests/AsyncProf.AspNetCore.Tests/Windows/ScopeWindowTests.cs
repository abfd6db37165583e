using AsyncProf.AspNetCore.Tests.Apps;
using AsyncProf.Profiles;
using AsyncProf.Windows;

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

    private sealed class NoTimers : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => throw new NotSupportedException("no timers");
    }
}

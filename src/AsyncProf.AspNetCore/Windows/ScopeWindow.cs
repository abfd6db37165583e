using System.Runtime.CompilerServices;
using AsyncProf.Profiles;

namespace AsyncProf.Windows;

/// <summary>A scope that is open for some time. It is no async method: its own scope would see it.</summary>
/// <param name="options">The scope's.</param>
/// <param name="closed">Is told what it saw, also where nobody waits for that any more; null for nobody.</param>
internal sealed class ScopeWindow(ProfilerScopeOptions options, Action<AsyncProfile>? closed = null)
{
    private readonly TaskCompletionSource<AsyncProfile> _profile = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ProfilerScope? _scope;
    private ITimer? _timer;
    private int _closed;

    /// <summary>Opens it, and closes it when its time is over.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="length">How long it is open.</param>
    /// <param name="end">Closes it before.</param>
    /// <returns>What it saw.</returns>
    public Task<AsyncProfile> Start(TimeProvider time, TimeSpan length, CancellationToken end)
    {
        Aside.Run(_profile, () => Open(time, length, end));
        return _profile.Task;
    }

    private void Open(TimeProvider time, TimeSpan length, CancellationToken end)
    {
        _scope = AsyncProfiler.Start(options);
        try
        {
            using (ExecutionContext.SuppressFlow()) // which is in the scope from here on
                _timer = time.CreateTimer(static window => ((ScopeWindow)window!).Close(), this, length, Timeout.InfiniteTimeSpan);
            end.UnsafeRegister(static window => ((ScopeWindow)window!).Close(), this);
        }
        catch (Exception exception) // the clock may be the app's own
        {
            Aside.Fail(_profile, exception);
            Close(); // nobody else would: the scope would record for good
        }
    }

    private void Close()
    {
        if (Interlocked.Exchange(ref _closed, 1) == 0)
            Aside.Run(_profile, Stop); // who closes it may be in a flow with scopes of its own
    }

    private void Stop()
    {
        _timer?.Dispose();
        TaskAwaiter<AsyncProfile> stopped = _scope!.StopAsync().GetAwaiter();
        stopped.UnsafeOnCompleted(() => Aside.Run(_profile, () => Take(stopped.GetResult())));
    }

    private void Take(AsyncProfile seen)
    {
        _profile.TrySetResult(seen);
        closed?.Invoke(seen);
    }
}

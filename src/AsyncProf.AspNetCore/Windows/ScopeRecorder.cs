using AsyncProf.Profiles;

namespace AsyncProf.Windows;

/// <summary>Records by a scope that sees the whole process.</summary>
/// <param name="time">The clock.</param>
/// <param name="routes">What is left out: the requests that ask for profiles.</param>
/// <param name="measured">What is measured beside time.</param>
internal sealed class ScopeRecorder(TimeProvider time, OwnRoutes routes, MeasuredUse measured) : IProfileRecorder
{
    private const string Name = "(asyncprof window)";

    public Task<AsyncProfile> RecordAsync(TimeSpan length, CancellationToken end)
    {
        using (ExecutionContext.SuppressFlow()) // it belongs to no request
            return Task.Run(() => RunAsync(length, end), CancellationToken.None);
    }

    private async Task<AsyncProfile> RunAsync(TimeSpan length, CancellationToken end)
    {
        await using ProfilerScope scope = AsyncProfiler.Start(new ProfilerScopeOptions { Name = Name, ProcessWide = true, Measured = measured });
        await Task.Delay(length, time, end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        AsyncProfile profile = await scope.StopAsync().ConfigureAwait(false);
        return profile.OnlyRoots(routes.AllBut(Name));
    }
}

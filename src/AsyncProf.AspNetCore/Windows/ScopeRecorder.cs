using AsyncProf.Profiles;

namespace AsyncProf.Windows;

/// <summary>Records by scopes that see the whole process.</summary>
/// <param name="time">The clock.</param>
/// <param name="routes">What is left out: the requests that ask for profiles.</param>
/// <param name="measured">What is measured beside time.</param>
internal sealed class ScopeRecorder(TimeProvider time, OwnRoutes routes, MeasuredUse measured) : IProfileRecorder
{
    public Task<AsyncProfile> RecordAsync(TimeSpan length, CancellationToken end) =>
        new ScopeWindow(new ProfilerScopeOptions { Name = OwnRoutes.Window, ProcessWide = true, Measured = measured }, profile => profile.OnlyRoots(routes.AllOthers())).Start(time, length, end);
}

using AsyncProf.Profiles;

namespace AsyncProf.Windows;

/// <summary>Records by scopes that see the whole process.</summary>
/// <param name="time">The clock.</param>
/// <param name="measured">What is measured beside time.</param>
internal sealed class ScopeRecorder(TimeProvider time, MeasuredUse measured) : IProfileRecorder
{
    public Task<AsyncProfile> RecordAsync(TimeSpan length, CancellationToken end) =>
        new ScopeWindow(new ProfilerScopeOptions { Name = OwnEntry.Window, ProcessWide = true, Measured = measured }).Start(time, length, end);
}

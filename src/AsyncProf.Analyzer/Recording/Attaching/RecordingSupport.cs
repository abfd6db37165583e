using AsyncProf.Events;
using AsyncProf.Recording.Attaching;
using AsyncProf.Recording.Processes;
using AsyncProf.Recording.Runtimes;

namespace AsyncProf.Recording;

/// <summary>How a process can be recorded.</summary>
/// <param name="Runtime">Its runtime's version; <c>?</c> where it does not say.</param>
/// <param name="How">The sources it allows, the default one first; <c>no</c> for none.</param>
/// <param name="Why">Why it does not allow others; empty if it allows all.</param>
internal sealed record RecordingSupport(string Runtime, string How, string Why)
{
    /// <summary>Asks the process, and reads its files. Nothing is loaded into it.</summary>
    /// <param name="target">The process.</param>
    public static async Task<RecordingSupport> OfAsync(TargetProcess target)
    {
        ArgumentNullException.ThrowIfNull(target);
        if (OperatingSystem.IsLinux() && ProcFiles.StateOf(target.Pid) is 'T' or 't')
            return new RecordingSupport("?", "no", "it is stopped");
        if (SuspendedStart.Of(target.Pid) is not null)
            return new RecordingSupport("?", "no", FormattableString.Invariant($"it waits at its start: record --pid {target.Pid} --resume lets it run"));
        RuntimeInfo? runtime = await RuntimeQuery.AskAsync(target.Pid);
        if (runtime is null)
            return new RecordingSupport("?", "no", "it does not answer: another user's, diagnostics switched off, or a runtime before .NET 6");
        var app = new AppFiles(target.Pid);
        if (app.IsNative)
            return new RecordingSupport(runtime.Version, "no", "compiled ahead of time");
        if (app.HasNoEvents)
            return new RecordingSupport(runtime.Version, "no", "event sources are switched off");
        return Of(runtime, AgentInjector.Refusal(target, runtime));
    }

    private static RecordingSupport Of(RuntimeInfo runtime, string? agent)
    {
        const string Stacks = "it cannot leave stacks out";
        return (runtime.CanRecordWithoutStacks, agent) switch
        {
            (true, null) => new RecordingSupport(runtime.Version, "eventpipe, agent", ""),
            (true, { } why) => new RecordingSupport(runtime.Version, "eventpipe", $"not agent: {why}"),
            (false, null) => new RecordingSupport(runtime.Version, "agent", $"not eventpipe: {Stacks}"),
            (false, { } why) => new RecordingSupport(runtime.Version, "no", $"not eventpipe: {Stacks}; not agent: {why}"),
        };
    }
}

using AsyncProf.Recording.Processes;
using AsyncProf.Recording.Runtimes;

namespace AsyncProf.Recording.Attaching;

/// <summary>Which source suits a process, and why another does not.</summary>
internal static class RecordingChoice
{
    /// <summary>Why a process cannot be recorded from any source, as a sentence; null where no reason is known.</summary>
    public static string? Impossible(TargetProcess target)
    {
        var app = new AppFiles(target.Pid);
        if (app.IsNative)
            return FormattableString.Invariant($"Process {target.Pid} is compiled ahead of time, where the Task Parallel Library sends no events: record a build without PublishAot.");
        if (app.IsForeign)
            return FormattableString.Invariant($"Process {target.Pid} is not a .NET process: no runtime is loaded in it; asyncprof ps lists those that can be recorded.");
        return app.HasNoEvents
            ? FormattableString.Invariant($"Event sources are switched off in process {target.Pid}: set EventSourceSupport to true in its project to record it.")
            : null;
    }

    /// <summary>The source to use.</summary>
    /// <exception cref="RecordingException">The one that was asked for cannot be used, or none can.</exception>
    public static RecordingSource Of(TargetProcess target, RuntimeInfo? runtime, RecordingSource asked, bool isLaunched, Action<string> warn)
    {
        bool needsAgent = runtime is { Major: > 0, CanRecordWithoutStacks: false };
        if (asked == RecordingSource.EventPipe || (asked == RecordingSource.Auto && !isLaunched && !needsAgent))
        {
            return needsAgent
                ? throw new RecordingException(FormattableString.Invariant($"Process {target.Pid} runs on .NET {runtime!.Version}, which records stacks with every event and would be ten times slower: use --source agent."))
                : RecordingSource.EventPipe;
        }

        if (AgentInjector.Refusal(target, runtime) is not { } refusal)
            return RecordingSource.Agent;
        if (needsAgent)
            throw new RecordingException(FormattableString.Invariant($"Process {target.Pid} cannot be recorded: {refusal}, and without an agent .NET {runtime!.Version} records stacks with every event and would be ten times slower."));
        if (asked == RecordingSource.Agent)
            throw new RecordingException(FormattableString.Invariant($"No agent can be loaded into process {target.Pid}: {refusal}; use --source eventpipe."));
        warn(FormattableString.Invariant($"No agent is loaded into process {target.Pid}, because {refusal}: the runtime itself is recorded."));
        return RecordingSource.EventPipe;
    }
}

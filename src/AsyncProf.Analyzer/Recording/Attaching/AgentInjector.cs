using AsyncProf.Recording.Processes;
using AsyncProf.Recording.Runtimes;

namespace AsyncProf.Recording.Attaching;

/// <summary>Loads the agent into a process, unless something is known that makes it useless or dangerous: since .NET 9 a startup hook that fails ends the process.</summary>
internal static class AgentInjector
{
    private const int OldestRuntime = 8;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Why no agent may be loaded, as half a sentence; null if it may.</summary>
    public static string? Refusal(TargetProcess target, RuntimeInfo? runtime)
    {
        var app = new AppFiles(target.Pid);
        if (!AgentFiles.AreThere)
            return "the agent's files are not beside this tool";
        if (app.IsNative)
            return "it is compiled ahead of time";
        if (runtime is null or { Major: 0 })
            return "its runtime does not say which version it is";
        if (runtime.Major < OldestRuntime)
            return FormattableString.Invariant($"its runtime is .NET {runtime.Version}, and the agent needs .NET {OldestRuntime}");
        if (app.IsTrimmed)
            return "it is trimmed, so that parts of the framework are missing in it";
        return app.HasNoHooks ? "its startup hooks are switched off (System.StartupHookProvider.IsSupported)" : null;
    }

    /// <summary>Has the runtime load the agent. That it has is known only when the agent says hello.</summary>
    /// <exception cref="RecordingException">It has not.</exception>
    public static async Task InjectAsync(TargetProcess target, string hook)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await new RuntimeClient(target.Pid).LoadHookAsync(hook, patience.Token);
        }
        catch (OperationCanceledException exception)
        {
            throw new RecordingException(FormattableString.Invariant($"Process {target.Pid} does not answer: it may be stopped, or busy with another diagnostic command."), exception);
        }
        catch (RuntimeException exception) when (exception.Fault is not (RuntimeFault.Refused or RuntimeFault.Unknown))
        {
            throw new RecordingException(Refusals.Explain(target, exception), exception);
        }
        catch (RuntimeException exception)
        {
            throw new RecordingException(FormattableString.Invariant($"The agent was not loaded into process {target.Pid}: {exception.Message.TrimEnd('.')}."), exception);
        }
    }
}

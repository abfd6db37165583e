using AsyncProf.Recording.Processes;
using AsyncProf.Recording.Runtimes;

namespace AsyncProf.Recording.Attaching;

/// <summary>Why a process cannot be recorded, as a sentence that says what to do.</summary>
internal static class Refusals
{
    /// <summary>The sentence for what its runtime did not do.</summary>
    public static string Explain(TargetProcess target, RuntimeException exception)
    {
        string process = FormattableString.Invariant($"Process {target.Pid}");
        return exception.Fault switch
        {
            RuntimeFault.NotAllowed => $"{process} belongs to another user: run asyncprof as that user, or as root.",
            RuntimeFault.Impostor => $"{process} is not asked, because {exception.Message}: nothing was sent to it or read from it.",
            RuntimeFault.NotThere when !IsThere(target.Pid) => $"{process} has ended.",
            RuntimeFault.NotThere => $"{process} cannot be asked: it is not a .NET process, or its diagnostics are switched off (DOTNET_EnableDiagnostics=0), or it has another temporary directory (TMPDIR).",
            RuntimeFault.Unknown => $"{process} has a runtime before .NET 9, which cannot be recorded without stacks: use --source agent.",
            RuntimeFault.Broken when IsThere(target.Pid) => $"{process} does not answer as a runtime does: {exception.Message.TrimEnd('.')}.",
            RuntimeFault.Broken => $"{process} has ended while it was being asked.",
            _ => $"{process} refuses: {exception.Message.TrimEnd('.')}.",
        };
    }

    private static bool IsThere(int pid) => !OperatingSystem.IsLinux() || ProcFiles.StateOf(pid) is not ('?' or 'Z' or 'X');
}

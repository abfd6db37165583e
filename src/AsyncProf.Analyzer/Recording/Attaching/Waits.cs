using AsyncProf.Recording.Processes;
using AsyncProf.Recording.Runtimes;

namespace AsyncProf.Recording.Attaching;

/// <summary>What a user is told where waits of threads were asked for and are not had.</summary>
internal static class Waits
{
    /// <summary>Why a process does not tell of them, as a sentence without its end; null if it does.</summary>
    /// <param name="target">The process.</param>
    /// <param name="runtime">Its runtime; null where that is not known.</param>
    public static string? Missing(TargetProcess target, RuntimeInfo? runtime) => runtime is { Major: > 0, TellsWaits: false }
        ? FormattableString.Invariant($"Process {target.Pid} runs on .NET {runtime.Version}, whose runtime does not tell when threads wait (--waits needs .NET 9 or later)")
        : null;
}

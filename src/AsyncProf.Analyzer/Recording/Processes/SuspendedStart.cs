namespace AsyncProf.Recording.Processes;

/// <summary>A process whose runtime waits before its first instruction, because its environment says so, until somebody tells it to go on. It ignores SIGTERM meanwhile. Known on Linux only.</summary>
/// <param name="Port">The port to which it tries to connect, as it sees that; null where it waits at its own.</param>
internal sealed record SuspendedStart(string? Port)
{
    /// <summary>The variables of the runtime: ports to connect to or to listen at, and whether it waits at its own.</summary>
    public const string Ports = "DOTNET_DiagnosticPorts", OwnPort = "DOTNET_DefaultDiagnosticPortSuspend";

    private const string Finalizer = ".NET Finalizer";

    /// <summary>Whether a process has a runtime that has not come so far that managed code could run, whether it waits there or not.</summary>
    public static bool IsStarting(int pid) =>
        OperatingSystem.IsLinux() && ProcFiles.ThreadsOf(pid) is { Length: > 0 } threads && !threads.Contains(Finalizer, StringComparer.Ordinal) && ProcFiles.HasRuntime(pid);

    /// <summary>What a process waits for; null if it does not wait.</summary>
    public static SuspendedStart? Of(int pid)
    {
        if (!OperatingSystem.IsLinux() || !IsBeforeItsStart(ProcFiles.ThreadsOf(pid)))
            return null;
        return PortIn(ProcFiles.VariableOf(pid, Ports)) is { } port ? new SuspendedStart(port)
            : ProcFiles.VariableOf(pid, OwnPort) == "1" ? new SuspendedStart((string?)null)
            : null;
    }

    /// <summary>
    /// The first port for which a runtime waits. Each is a path with options; to wait is what it does unless an option says otherwise:
    /// https://learn.microsoft.com/dotnet/core/diagnostics/diagnostic-port.
    /// </summary>
    internal static string? PortIn(string? variable) => (variable ?? "").Split(';')
        .Select(port => port.Split(','))
        .Where(words => words[0].Length > 0 && !words.Contains("nosuspend", StringComparer.OrdinalIgnoreCase) && !words.Contains("listen", StringComparer.OrdinalIgnoreCase))
        .Select(words => words[0])
        .FirstOrDefault();

    /// <summary>What is left of the variable without one port, for what a process starts later; null for nothing.</summary>
    internal static string? Without(string? variable, string port) =>
        string.Join(';', (variable ?? "").Split(';').Where(one => one.Length > 0 && one.Split(',')[0] != port)) is { Length: > 0 } left ? left : null;

    /// <summary>By its threads: the one for diagnostics is there, and the one for finalizers, which any managed code needs, is not.</summary>
    private static bool IsBeforeItsStart(string[] threads) =>
        threads.Contains(".NET EventPipe", StringComparer.Ordinal) && !threads.Contains(Finalizer, StringComparer.Ordinal);
}

using System.Diagnostics;

namespace AsyncProf.Testing.Processes;

/// <summary>The end of a process that a test waits for.</summary>
public static class ProcessEnd
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);

    /// <summary>Returns when it has ended; fails if it does not in as long as a busy machine takes.</summary>
    public static Task EndedAsync(this Process process) => process.WaitForExitAsync().WaitAsync(Patience);
}

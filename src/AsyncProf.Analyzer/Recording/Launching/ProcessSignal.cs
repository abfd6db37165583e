using System.Runtime.InteropServices;

namespace AsyncProf.Recording.Launching;

/// <summary>Signals of Unix, by their numbers.</summary>
internal static partial class ProcessSignal
{
    public const int Hangup = 1, Interrupt = 2, Kill = 9, Terminate = 15;

    /// <summary>Sends one; nothing happens if the process has ended.</summary>
    public static void Send(int pid, int signal) => _ = KillOf(pid, signal);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int KillOf(int pid, int signal);
}

using System.Runtime.InteropServices;

namespace AsyncProf.Cli.Output;

/// <summary>The signal of a process that writes more into a file than it may (<c>ulimit -f</c>). By default it ends the process; without it the write fails, which ends in a sentence like a full disk.</summary>
internal static class FileSizeSignal
{
    /// <summary>SIGXFSZ, which has this number on Linux and on macOS and no name in the framework.</summary>
    private const PosixSignal Number = (PosixSignal)25;

    private static PosixSignalRegistration? s_registration;

    /// <summary>Takes the signal for as long as the process lives, its very end included.</summary>
    public static void Ignore()
    {
        if (!OperatingSystem.IsWindows())
            s_registration ??= PosixSignalRegistration.Create(Number, static context => context.Cancel = true);
    }
}

using System.Runtime.InteropServices;

namespace AsyncProf.Cli.Output;

/// <summary>Who reads the standard output. The framework writes on into a pipe that nobody reads any more, as if nothing were wrong; what writes for ever must know.</summary>
internal static partial class OutputReader
{
    private const short Error = 8, HungUp = 16; // POLLERR, POLLHUP

    /// <summary>Whether it is surely gone: <c>| head</c> has seen enough.</summary>
    public static bool HasGone(CliConsole console)
    {
        if (OperatingSystem.IsWindows() || !console.IsOfProcess)
            return false;
        var output = new PollEntry { File = 1 };
        return Poll(ref output, 1, 0) > 0 && (output.Happened & (Error | HungUp)) != 0;
    }

    [LibraryImport("libc", EntryPoint = "poll")]
    private static partial int Poll(ref PollEntry entries, nuint count, int milliseconds);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollEntry
    {
        public int File;
        public short Asked;
        public short Happened;
    }
}

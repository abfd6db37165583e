using System.Diagnostics;
using System.Runtime.InteropServices;

namespace AsyncProf.Overhead;

/// <summary>How much CPU the calling thread has used. Where the system does not tell, the time that has passed stands for it.</summary>
internal static class ThreadCpu
{
    /// <summary>Seconds of CPU; only differences on one thread mean anything.</summary>
    public static double Seconds()
    {
        if (OperatingSystem.IsWindows())
        {
            if (GetThreadTimes(GetCurrentThread(), out _, out _, out long kernel, out long user))
                return (kernel + user) / 1e7;
        }
        else if (nint.Size == 8 && ThreadClock.TryRead(out long ns))
        {
            return ns / 1e9;
        }

        return (double)Stopwatch.GetTimestamp() / Stopwatch.Frequency;
    }

    [DllImport("kernel32.dll")]
    private static extern nint GetCurrentThread();

    [DllImport("kernel32.dll")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool GetThreadTimes(nint thread, out long created, out long ended, out long kernel, out long user);
}

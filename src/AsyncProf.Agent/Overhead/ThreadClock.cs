using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AsyncProf.Overhead;

/// <summary>The clock that counts while the calling thread is on a processor, of 64-bit Linux and macOS. One system call; it allocates nothing.</summary>
internal static unsafe class ThreadClock
{
    private const int LinuxClock = 3, MacClock = 16;

    /// <summary>Reads it, in nanoseconds since the thread began; false if the system does not say.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryRead(out long ns)
    {
        TimeSpec time;
        bool isRead = clock_gettime(OperatingSystem.IsMacOS() ? MacClock : LinuxClock, &time) == 0;
        ns = isRead ? (time.Seconds * 1_000_000_000) + time.Nanoseconds : 0;
        return isRead;
    }

    [DllImport("libc"), SuppressGCTransition]
    private static extern int clock_gettime(int clock, TimeSpec* time);

    private struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}

using System.Diagnostics;
using System.Runtime.InteropServices;
using AsyncProf.Overhead;

namespace AsyncProf.Usage;

/// <summary>What Linux says that the calling thread has used of the processors. It allocates nothing; one system call, and up to four more where the thread has been off its processor in between.</summary>
internal static unsafe class ThreadTimes
{
    private const int OfThread = 1, OfProcess = 0;

    /// <summary>A thread that was off its processor was so for longer than this, in nanoseconds; what it used in less time need not be divided at each reading.</summary>
    private const long Away = 5_000, Undivided = 1_000_000;

    private const int LongestText = 128;

    private static readonly double NsPerTick = 1e9 / Stopwatch.Frequency;

    /// <summary>Whether it can be told here.</summary>
    public static bool IsSupported { get; } = OperatingSystem.IsLinux() && nint.Size == 8 && TryProbe();

    /// <summary>Reads the thread's times.</summary>
    /// <param name="times">Those of the reading before, on the same thread; becomes those of now.</param>
    /// <returns>False if the system does not say.</returns>
    public static bool TryRead(ref ThreadTimesReading times)
    {
        if (!ThreadClock.TryRead(out long used))
            return false;
        long now = (long)(Stopwatch.GetTimestamp() * NsPerTick);
        bool wasAway = now - times.At - (used - times.CpuNs) > Away;
        (times.At, times.CpuNs) = (now, used);
        if (wasAway || used - times.DividedNs > Undivided)
            Divide(ref times);
        return true;
    }

    /// <summary>Of what there is more to ask: which part the system worked, and, where the thread has been off its processor, how long it waited to come back.</summary>
    private static void Divide(ref ThreadTimesReading times)
    {
        Usage usage;
        if (getrusage(OfThread, &usage) != 0)
            return;
        times.DividedNs = times.CpuNs;
        times.SystemNs = usage.System.Ns;
        long switches = usage.Voluntary + usage.Involuntary;
        if (switches == times.Switches)
            return;
        times.Switches = switches;
        times.PreemptedNs = Math.Max(times.PreemptedNs, Delay()); // only who comes back to a processor can have waited for it
    }

    /// <summary>What the whole process has used, in nanoseconds; 0 where that is not told.</summary>
    public static long OfThisProcess()
    {
        Usage usage;
        return IsSupported && getrusage(OfProcess, &usage) == 0 ? usage.User.Ns + usage.System.Ns : 0;
    }

    /// <summary>How long the thread has waited for a processor since it began, in nanoseconds; 0 where the system does not count that.</summary>
    private static long Delay()
    {
        int file;
        fixed (byte* path = "/proc/thread-self/schedstat\0"u8)
            file = open(path, 0x80000); // to be read only, and closed where the process becomes another
        if (file < 0)
            return 0;
        byte* text = stackalloc byte[LongestText];
        nint length = read(file, text, LongestText);
        close(file);
        return SecondNumber(new ReadOnlySpan<byte>(text, (int)Math.Clamp(length, 0, LongestText)));
    }

    /// <summary>The second of the numbers in a text: time on a processor, time waited for one, how often it got one.</summary>
    internal static long SecondNumber(ReadOnlySpan<byte> text)
    {
        int at = text.IndexOf((byte)' ') + 1;
        long number = 0;
        for (; at > 0 && at < text.Length && text[at] is >= (byte)'0' and <= (byte)'9' && number < long.MaxValue / 16; at++)
            number = (number * 10) + (text[at] - '0');
        return number;
    }

    private static bool TryProbe()
    {
        try
        {
            ThreadTimesReading reading = default;
            return TryRead(ref reading);
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException)
        {
            return false;
        }
    }

    [DllImport("libc"), SuppressGCTransition]
    private static extern int getrusage(int who, Usage* usage);

    [DllImport("libc")]
    private static extern int open(byte* path, int flags);

    [DllImport("libc")]
    private static extern nint read(int file, byte* to, nint count);

    [DllImport("libc")]
    private static extern int close(int file);

    private struct Time
    {
        public long Seconds;
        public long Microseconds;

        public readonly long Ns => (Seconds * 1_000_000_000) + (Microseconds * 1_000);
    }

    /// <summary><c>struct rusage</c> of 64-bit Linux.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 144)]
    private struct Usage
    {
        [FieldOffset(0)]
        public Time User;

        [FieldOffset(16)]
        public Time System;

        [FieldOffset(128)]
        public long Voluntary;

        [FieldOffset(136)]
        public long Involuntary;
    }
}

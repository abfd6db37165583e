namespace AsyncProf.Usage;

/// <summary>What the profiler's own threads have used, as far as they tell.</summary>
internal static class OwnUse
{
    [ThreadStatic]
    private static long s_bytes;

    [ThreadStatic]
    private static ThreadTimesReading s_times;

    private static long s_allBytes;
    private static long s_allCpuNs;

    /// <summary>Bytes allocated.</summary>
    public static long Bytes => Interlocked.Read(ref s_allBytes);

    /// <summary>Time on processors, in nanoseconds; 0 where that cannot be told.</summary>
    public static long CpuNs => Interlocked.Read(ref s_allCpuNs);

    /// <summary>This thread, which is the profiler's, adds what it has used since it last did.</summary>
    public static void Tell()
    {
        long bytes = GC.GetAllocatedBytesForCurrentThread();
        Interlocked.Add(ref s_allBytes, bytes - s_bytes);
        s_bytes = bytes;
        if (!ThreadTimes.IsSupported)
            return;
        ThreadTimesReading now = s_times;
        if (!ThreadTimes.TryRead(ref now))
            return;
        Interlocked.Add(ref s_allCpuNs, now.CpuNs - s_times.CpuNs);
        s_times = now;
    }
}

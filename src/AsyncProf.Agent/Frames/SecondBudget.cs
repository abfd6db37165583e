namespace AsyncProf.Frames;

/// <summary>So many a second and no more, whoever asks. Threads that race may have a few more; that is cheaper than a lock.</summary>
internal sealed class SecondBudget(int each)
{
    private long _second;
    private int _spent;
    private long _refused;

    /// <summary>How many were refused in all.</summary>
    public long Refused => Volatile.Read(ref _refused);

    public bool TryTake()
    {
        long second = Environment.TickCount64 >> 10;
        if (Volatile.Read(ref _second) != second)
        {
            Volatile.Write(ref _second, second);
            Volatile.Write(ref _spent, 0);
        }

        if (Interlocked.Increment(ref _spent) <= each)
            return true;
        Interlocked.Increment(ref _refused);
        return false;
    }
}

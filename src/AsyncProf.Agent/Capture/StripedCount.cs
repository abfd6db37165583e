namespace AsyncProf.Capture;

/// <summary>A count that many threads add to at once without waiting for each other: each processor has a part of its own.</summary>
internal sealed class StripedCount
{
    /// <summary>The longs of two cache lines, so that no two parts share one.</summary>
    private const int Apart = 16;

    private readonly long[] _parts = new long[Environment.ProcessorCount * Apart];

    /// <summary>The sum, which others may be adding to.</summary>
    public long Value
    {
        get
        {
            long sum = 0;
            for (int part = 0; part < _parts.Length; part += Apart)
                sum += Volatile.Read(ref _parts[part]);
            return sum;
        }
    }

    /// <summary>Adds one.</summary>
    public void Increment() => Interlocked.Increment(ref _parts[(uint)Thread.GetCurrentProcessorId() % (uint)Environment.ProcessorCount * Apart]);
}

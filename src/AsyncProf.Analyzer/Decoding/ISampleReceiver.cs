namespace AsyncProf.Decoding;

/// <summary>Takes what a file holds of threads that were looked at. Stacks have the leaf first, and are only there during the call.</summary>
internal interface ISampleReceiver
{
    /// <summary>A thread was seen.</summary>
    void Sample(int thread, long timestamp, bool isManaged, ReadOnlySpan<ulong> stack);

    /// <summary>A thread allocated something.</summary>
    void Allocation(int thread, long timestamp, in AllocationSample sample, ReadOnlySpan<ulong> stack);
}

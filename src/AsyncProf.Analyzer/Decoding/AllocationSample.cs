namespace AsyncProf.Decoding;

/// <summary>An object that was allocated, of many.</summary>
internal readonly ref struct AllocationSample(ReadOnlySpan<char> type, long bytes, bool isLarge)
{
    /// <summary>The name of its type, as the runtime tells it; only there during the call.</summary>
    public ReadOnlySpan<char> Type { get; } = type;

    /// <summary>For how many bytes it stands.</summary>
    public long Bytes { get; } = bytes;

    /// <summary>Whether it went to the large object heap.</summary>
    public bool IsLarge { get; } = isLarge;
}

namespace AsyncProf.Frames;

/// <summary>What is known of a return address, in the low bits of its value in the <see cref="AddressTable"/>; the number of a place stands in the others. 0 is nothing.</summary>
internal static class FrameKind
{
    /// <summary>How many bits are taken.</summary>
    public const int Bits = 4;

    /// <summary>Which of them say what it lies in.</summary>
    public const int Mask = 3;

    /// <summary>Native code, stubs, the runtime's own methods: builders, awaiters, event sources; and this profiler's.</summary>
    public const int Plumbing = 1;

    /// <summary>The <c>MoveNext</c> of a state machine.</summary>
    public const int MoveNext = 2;

    /// <summary>Any other method.</summary>
    public const int Other = 3;

    /// <summary>The code can be unloaded and its address used again, though not before a collection has found it dead.</summary>
    public const int Collectible = 4;

    /// <summary>The method keeps no frame pointer of its own, as small optimised ones do: its caller's return address lies a known number of words further up, and in no chain.</summary>
    public const int Frameless = 8;
}

namespace AsyncProf.Usage;

/// <summary>What a thread had used of the processors when it was read, in nanoseconds since the thread began.</summary>
internal struct ThreadTimesReading
{
    /// <summary>Time on a processor, the operating system's work for it included.</summary>
    public long CpuNs;

    /// <summary>The part of it that the operating system worked.</summary>
    public long SystemNs;

    /// <summary>How long it waited for a processor.</summary>
    public long PreemptedNs;

    /// <summary>How often it had left one.</summary>
    public long Switches;
}

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

    /// <summary>When it was read, by the clock of the stopwatch.</summary>
    public long At;

    /// <summary>The time on a processor up to which it is known what the system worked.</summary>
    public long DividedNs;

    /// <summary>How often it had left one.</summary>
    public long Switches;
}

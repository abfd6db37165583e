namespace AsyncProf.Diffing;

/// <summary>What of two builds is compared.</summary>
internal enum DiffMeasure
{
    /// <summary>Elapsed time, by states.</summary>
    Elapsed,

    /// <summary>Bytes allocated on the managed heap.</summary>
    Allocated,

    /// <summary>Time on processors.</summary>
    Cpu,
}

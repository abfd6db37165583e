namespace AsyncProf.Diffing;

/// <summary>The smallest change of a measure that counts.</summary>
/// <param name="Threshold">As a share of the base.</param>
/// <param name="Floor">For each root, in nanoseconds or bytes.</param>
internal readonly record struct DiffLimits(double Threshold, long Floor)
{
    /// <summary>What holds unless somebody says otherwise. Bytes are nearly the same in each run, so that less of them counts.</summary>
    public static DiffLimits Of(DiffMeasure measure) => measure switch
    {
        DiffMeasure.Allocated => new DiffLimits(0.05, 1024),
        DiffMeasure.Cpu => new DiffLimits(0.05, 20_000),
        _ => new DiffLimits(0.05, 50_000),
    };
}

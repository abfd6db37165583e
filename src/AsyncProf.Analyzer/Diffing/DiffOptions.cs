namespace AsyncProf.Diffing;

/// <summary>What counts as a regression. All conditions must hold.</summary>
internal sealed record DiffOptions
{
    /// <summary>What is compared.</summary>
    public DiffMeasure Measure { get; init; }

    /// <summary>The smallest change that counts, as a share of the base.</summary>
    public double Threshold { get; init; } = DiffLimits.Of(DiffMeasure.Elapsed).Threshold;

    /// <summary>The smallest change that counts for each root, in nanoseconds, or in bytes where those are compared.</summary>
    public long FloorNs { get; init; } = DiffLimits.Of(DiffMeasure.Elapsed).Floor;

    /// <summary>The smallest change of a method that counts, as a share of the elapsed time of its root.</summary>
    public double Share { get; init; } = 0.01;

    /// <summary>The level of significance, after correction for how many are tested.</summary>
    public double Alpha { get; init; } = 0.05;

    /// <summary>Other thresholds for some roots and methods; the first that matches holds.</summary>
    public IReadOnlyList<ThresholdRule> Rules { get; init; } = [];

    /// <summary>Whether recordings that are not alike are not compared.</summary>
    public bool IsStrict { get; init; }

    /// <summary>The limits for a root or a method; null where it is to be ignored.</summary>
    public (double Threshold, long FloorNs)? LimitsOf(string name)
    {
        ThresholdRule? rule = Rules.FirstOrDefault(rule => rule.Match.IsMatch(name));
        return rule is { Ignore: true } ? null : (rule?.Threshold ?? Threshold, rule?.FloorNs ?? FloorNs);
    }
}

namespace AsyncProf.Fleets;

/// <summary>A side as a store holds it.</summary>
/// <param name="Units">Its units, by name or by time.</param>
/// <param name="Remark">What its counts and shares are of, as a sentence.</param>
internal sealed record FleetUnits(IReadOnlyList<FleetUnit> Units, string Remark)
{
    /// <summary>Why a difference to the other side may be another machine's, as a sentence; empty where it is not.</summary>
    public string Doubt { get; init; } = "";

    /// <summary>What the other side holds for the same time as well, as a sentence; empty for nothing.</summary>
    public string Overlap { get; init; } = "";
}

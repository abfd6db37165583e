using AsyncProf.Diffing.Runs;

namespace AsyncProf.Diffing;

/// <summary>One side of a comparison: the runs of one build.</summary>
/// <param name="Name">What it is called where it is shown.</param>
/// <param name="Runs">The runs, in the order in which they were named.</param>
internal sealed record DiffSide(string Name, IReadOnlyList<RunMeasures> Runs)
{
    /// <summary>What its counts and shares are of, where they are not of all that happened, as a sentence; otherwise empty.</summary>
    public string Remark { get; init; } = "";

    /// <summary>Why a difference to the other side may be something else than the build's, whatever probabilities say, as a sentence without an end; empty where nothing speaks for it. Then it proves nothing.</summary>
    public string Doubt { get; init; } = "";

    /// <summary>What the other side holds as well, as a sentence without an end; empty for nothing. Then they cannot be compared.</summary>
    public string Overlap { get; init; } = "";
}

using AsyncProf.Budgets;
using AsyncProf.Cli.Arguments;
using AsyncProf.Diffing;

namespace AsyncProf.Cli.Diffing;

/// <summary>What <c>asyncprof diff</c> was asked for.</summary>
/// <param name="Base">The base's files and folders.</param>
/// <param name="Head">The head's.</param>
/// <param name="Options">What counts as a regression.</param>
/// <param name="IsAdvisory">Whether a regression, or that nothing can be proved, is no failure.</param>
/// <param name="Format">The format of what is printed.</param>
/// <param name="Top">How many rows of a text; null for the default.</param>
/// <param name="FoldFramework">Whether the frameworks' frames are folded.</param>
/// <param name="Filter">Which part of the profiles.</param>
internal sealed record DiffRequest(
    IReadOnlyList<string> Base, IReadOnlyList<string> Head, DiffOptions Options, bool IsAdvisory, string Format, string? Top, bool FoldFramework, ProfileFilter Filter)
{
    /// <summary>The format of few lines for agents and scripts.</summary>
    public const string Brief = "brief";

    /// <summary>The sides and options as they were typed, without <c>--brief</c>, the file and headers.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>Whether libraries are compared, and not methods.</summary>
    public bool ByLibrary { get; init; }

    /// <summary>A file to write as well; null for none.</summary>
    public string? Output { get; init; }

    /// <summary>The store that both sides are in; null for files.</summary>
    public FleetRequest? Fleet { get; init; }

    /// <summary>How much memory may be taken in bytes, by each file, or by all together where all are kept.</summary>
    public long Memory { get; init; } = MemoryBudget.DefaultLimit;

    /// <summary>Which edges of recordings may be inferred.</summary>
    public Inference Inference { get; init; } = Inference.All;

    /// <summary>Whether it may be replaced.</summary>
    public bool Force { get; init; }
}

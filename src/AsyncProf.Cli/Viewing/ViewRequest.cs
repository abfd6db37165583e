using AsyncProf.Budgets;
using AsyncProf.Cli.Arguments;

namespace AsyncProf.Cli.Viewing;

/// <summary>What <c>asyncprof view</c> was asked for.</summary>
/// <param name="Files">The profiles.</param>
/// <param name="Port">The port; 0 for a free one.</param>
/// <param name="OpenBrowser">Whether a browser is opened.</param>
/// <param name="ShowAll">Whether the frameworks' frames are shown.</param>
/// <param name="Filter">Which part of each profile.</param>
internal sealed record ViewRequest(IReadOnlyList<string> Files, int Port, bool OpenBrowser, bool ShowAll, ProfileFilter Filter)
{
    /// <summary>How much memory reading the files may take, in bytes.</summary>
    public long Memory { get; init; } = MemoryBudget.DefaultLimit;

    /// <summary>Which edges of recordings may be inferred.</summary>
    public Inference Inference { get; init; } = Inference.All;
}

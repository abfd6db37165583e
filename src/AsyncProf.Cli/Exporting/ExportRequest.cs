using AsyncProf.Budgets;
using AsyncProf.Cli.Arguments;
using AsyncProf.Exporters;

namespace AsyncProf.Cli.Exporting;

/// <summary>What <c>asyncprof export</c> was asked for.</summary>
/// <param name="Files">The profiles, added up.</param>
/// <param name="Target">Where it goes.</param>
/// <param name="Axis">The time axis of folded stacks.</param>
/// <param name="ShowAll">Whether the frameworks' frames are shown where they are hidden by default.</param>
/// <param name="Filter">Which part of the profile.</param>
internal sealed record ExportRequest(IReadOnlyList<string> Files, ExportTarget Target, ProfileAxis Axis, bool ShowAll, ProfileFilter Filter)
{
    /// <summary>How much memory reading the files may take, in bytes.</summary>
    public long Memory { get; init; } = MemoryBudget.DefaultLimit;

    /// <summary>Which edges of recordings may be inferred.</summary>
    public Inference Inference { get; init; } = Inference.All;
}

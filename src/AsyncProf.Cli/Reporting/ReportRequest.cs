using System.Text.RegularExpressions;
using AsyncProf.Budgets;
using AsyncProf.Cli.Arguments;

namespace AsyncProf.Cli.Reporting;

/// <summary>What <c>asyncprof report</c> was asked for.</summary>
/// <param name="Files">The profiles, as they were named; they are added up.</param>
/// <param name="Format">The format.</param>
/// <param name="View">What to show as text.</param>
/// <param name="Sort">What the methods are sorted by.</param>
/// <param name="Top">How many rows; null for the default.</param>
/// <param name="Methods">Only methods whose name matches.</param>
/// <param name="ShowAll">Whether the frameworks' own, and what began before the recording, are shown too.</param>
/// <param name="AllFindings">Whether findings that cost next to nothing are shown too.</param>
/// <param name="Filter">Which part of the profile.</param>
internal sealed record ReportRequest(IReadOnlyList<string> Files, string Format, string View, string Sort, string? Top, Regex? Methods, bool ShowAll, bool AllFindings, ProfileFilter Filter)
{
    /// <summary>The view of single roots and of seconds.</summary>
    public const string TimelineView = "timeline";

    /// <summary>The view of libraries.</summary>
    public const string LibrariesView = "libraries";

    /// <summary>Whether it is the text of few lines for agents and scripts.</summary>
    public bool IsBrief { get; init; }

    /// <summary>The files and options as they were typed, without <c>--brief</c>.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>How much memory reading the files may take, in bytes.</summary>
    public long Memory { get; init; } = MemoryBudget.DefaultLimit;

    /// <summary>Which edges of recordings may be inferred.</summary>
    public Inference Inference { get; init; } = Inference.All;

    /// <summary>Whether it is for people at a terminal, not for a file or a program.</summary>
    public bool IsText => Format == "text";

    /// <summary>Whether it shows single roots and seconds, which only recordings hold.</summary>
    public bool ShowsTime => Format == "json" || (IsText && View == TimelineView);
}

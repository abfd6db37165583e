namespace AsyncProf.Cli.Top;

/// <summary>What of a live picture is shown.</summary>
internal sealed record TopChoice
{
    public TopPage Page { get; init; }

    /// <summary>What methods are sorted by.</summary>
    public TopSort MethodSort { get; init; }

    /// <summary>What requests are sorted by.</summary>
    public TopSort RequestSort { get; init; }

    /// <summary>What the page is sorted by.</summary>
    public TopSort Sort => Page == TopPage.Methods ? MethodSort : RequestSort;

    /// <summary>Whether all since the beginning is shown, and not the last window.</summary>
    public bool SinceStart { get; init; }

    /// <summary>What names must hold, whatever its case; empty for all.</summary>
    public string Filter { get; init; } = "";

    /// <summary>Whether what frameworks do (<c>System.*</c>, <c>Microsoft.*</c>) is folded into waits of the methods that call them.</summary>
    public bool FoldsFrameworks { get; init; } = true;

    /// <summary>The same sorted by something else, if the page has that.</summary>
    public TopChoice SortedBy(TopSort sort) => !TopColumns.Has(Page, sort) ? this : Page == TopPage.Methods ? this with { MethodSort = sort } : this with { RequestSort = sort };
}

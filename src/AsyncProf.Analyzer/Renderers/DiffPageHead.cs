namespace AsyncProf.Renderers;

/// <summary>What a page that compares says before it draws.</summary>
/// <param name="Title">The page's title.</param>
/// <param name="Verdict">What the comparison ends in, in one sentence.</param>
/// <param name="Notes">What limits it, a sentence each.</param>
/// <param name="Rows">What was decided, in the order in which it is shown.</param>
internal sealed record DiffPageHead(string Title, string Verdict, IReadOnlyList<string> Notes, IReadOnlyList<DiffPageRow> Rows);

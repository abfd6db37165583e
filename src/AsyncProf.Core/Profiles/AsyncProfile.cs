namespace AsyncProf.Profiles;

/// <summary>
/// What was measured, frozen: logical call tree, methods, roots, and the recording's own doubts.
/// On the elapsed axis the tree's charges sum to the observed time of the roots, exactly.
/// </summary>
public sealed class AsyncProfile
{
    private readonly IReadOnlyDictionary<string, MethodStatistics> _statistics;

    internal AsyncProfile(RecordingInfo recording, CallNode tree, IReadOnlyList<RootRow> roots, IReadOnlyDictionary<string, MethodStatistics> statistics)
    {
        Recording = recording;
        Tree = tree;
        Roots = roots;
        _statistics = statistics;
        Methods = MethodRows.Read(tree, statistics);
    }

    /// <summary>What the recording covers, and how far it can be trusted.</summary>
    public RecordingInfo Recording { get; }

    /// <summary>All logical stacks; its children are the roots by name.</summary>
    public CallNode Tree { get; }

    /// <summary>The roots by name, the largest first.</summary>
    public IReadOnlyList<RootRow> Roots { get; }

    /// <summary>The methods, the one with the most task time of its own first.</summary>
    public IReadOnlyList<MethodRow> Methods { get; }

    /// <summary>
    /// A profile in which the frameworks' own frames (<c>System.*</c>, <c>Microsoft.*</c>) are folded: what only they do becomes a leaf named by
    /// the outermost of them, states kept; methods of yours that they call move up to your method above. No time is lost.
    /// </summary>
    public AsyncProfile FoldFramework() => new(
        Recording,
        FrameFolding.Fold(Tree, static node => node.IsFramework),
        [.. Roots.Select(root => FrameFolding.FoldRoot(root, static node => node.IsFramework))],
        _statistics);
}

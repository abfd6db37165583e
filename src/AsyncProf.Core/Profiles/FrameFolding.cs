namespace AsyncProf.Profiles;

/// <summary>
/// Folds hidden frames: what a hidden subtree is charged becomes one leaf named by its outermost frame, states kept; visible frames below
/// hidden ones move up to the nearest visible frame above.
/// </summary>
internal static class FrameFolding
{
    public const string LeafMark = "⧗ ";

    /// <summary>A leaf's name without its mark.</summary>
    public static string WithoutMark(string name) => name.StartsWith(LeafMark, StringComparison.Ordinal) ? name[LeafMark.Length..] : name;

    public static CallNode Fold(CallNode node, Func<CallNode, bool> isHidden)
    {
        var root = new FoldedNode(node.Name, node.Kind, node.IsFramework);
        var work = new Stack<(CallNode Source, FoldedNode Visible, string? HiddenBy)>();
        work.Push((node, root, null));
        while (work.TryPop(out var next))
        {
            FoldedNode target = next.HiddenBy is { } hiddenBy ? next.Visible.Child(hiddenBy, FrameKind.Leaf, childIsFramework: true) : next.Visible;
            bool isOutermostHidden = next.Source.Kind == FrameKind.Method && next.HiddenBy == LeafMark + next.Source.Name;
            target.Add(next.Source, countCalls: next.HiddenBy is null || isOutermostHidden);
            foreach (CallNode child in next.Source.Children)
            {
                bool hidden = child.Kind == FrameKind.Method && isHidden(child);
                if (hidden)
                    work.Push((child, next.Visible, next.HiddenBy ?? LeafMark + child.Name));
                else if (child.Kind == FrameKind.Leaf && next.HiddenBy is not null)
                    work.Push((child, next.Visible, next.HiddenBy));
                else
                    work.Push((child, next.Visible.Child(child.Name, child.Kind, child.IsFramework), null));
            }
        }

        return root.Freeze();
    }

    public static RootRow FoldRoot(RootRow root, Func<CallNode, bool> isHidden) =>
        root with { Slowest = root.Slowest is { } tree ? Fold(tree, isHidden) : null };
}

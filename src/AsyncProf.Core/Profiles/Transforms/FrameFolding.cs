using AsyncProf.Events;
using AsyncProf.Profiles.Data;

namespace AsyncProf.Profiles.Transforms;

/// <summary>
/// Folds hidden frames: what a hidden subtree is charged becomes one leaf named by its outermost frame, states kept; visible frames below
/// hidden ones move up to the nearest visible frame above.
/// </summary>
internal static class FrameFolding
{
    public static CallNode Fold(CallNode node, Func<Frame, bool> isHidden)
    {
        var root = new FoldedNode(node.Frame);
        var work = new Stack<(CallNode Source, FoldedNode Visible, Frame? HiddenBy)>();
        work.Push((node, root, null));
        while (work.TryPop(out var next))
        {
            bool isOutermostHidden = next.Source.Frame.IsCode && next.HiddenBy?.Target == next.Source.Name;
            if (next.HiddenBy is null)
                next.Visible.Add(next.Source, countCalls: true);
            else if (!next.Source.Frame.IsSampled || next.Source.TaskSelf.TotalNs + next.Source.ElapsedSelf.TotalNs > 0)
                next.Visible.Child(next.HiddenBy).Add(next.Source, isOutermostHidden);
            foreach (CallNode child in next.Source.Children)
            {
                if (child.Frame.IsCode && isHidden(child.Frame))
                    work.Push((child, next.Visible, next.HiddenBy ?? Frame.OfWait(WaitKind.Hidden, child.Name, child.IsFramework)));
                else if (child.Kind == FrameKind.Leaf && next.HiddenBy is not null)
                    work.Push((child, next.Visible, next.HiddenBy));
                else
                    work.Push((child, next.Visible.Child(child.Frame, next.HiddenBy is null ? child.Line : 0), null));
            }
        }

        return root.Freeze();
    }
}

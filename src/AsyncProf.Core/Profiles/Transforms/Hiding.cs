using AsyncProf.Events;
using AsyncProf.Profiles.Data;

namespace AsyncProf.Profiles.Transforms;

/// <summary>Hides frames: a hidden subtree becomes one leaf named by its outermost frame, states kept; visible methods below it move up. No time is lost.</summary>
internal static class Hiding
{
    public static AsyncProfile Apply(AsyncProfile profile, Func<Frame, bool> isHidden)
    {
        ProfileData data = profile.Data;
        var rewriter = new StackRewriter(data);
        var visibleMethods = data.Frames.Where(frame => frame.IsCode && !isHidden(frame)).Select(frame => frame.Name).ToHashSet(StringComparer.Ordinal);
        bool[] hidden = [.. data.Frames.Select(frame => frame.IsCode && isHidden(frame))];
        int count = data.Stacks.Count;
        var isCharged = new bool[count]; // of stacks of synchronous frames only those in which samples were
        foreach (StackCharge charge in data.Samples)
            isCharged[charge.Stack] = true;
        var places = new int[count]; // where a stack's own time goes
        var visible = new int[count]; // the nearest visible stack, for what comes below
        var hiddenBy = new int[count]; // the outermost hidden frame since then, or 0
        var isOutermost = new bool[count];
        for (int stack = 1; stack < count; stack++)
        {
            (int parent, int frame) = (data.Stacks[stack].Parent, data.Stacks[stack].Frame);
            (visible[stack], hiddenBy[stack]) = (visible[parent], hiddenBy[parent]);
            if (hidden[frame])
            {
                isOutermost[stack] = hiddenBy[parent] == 0;
                if (isOutermost[stack])
                    hiddenBy[stack] = frame;
            }
            else if (data.Frames[frame].Kind != FrameKind.Leaf || hiddenBy[parent] == 0)
            {
                visible[stack] = rewriter.To.Intern(visible[parent], rewriter.To.Intern(data.Frames[frame]), hiddenBy[parent] == 0 ? data.Stacks[stack].Line : 0);
                hiddenBy[stack] = 0;
            }

            places[stack] = hiddenBy[stack] == 0 || !isCharged[stack] ? visible[stack] : rewriter.To.Intern(visible[stack], LeafOf(data.Frames[hiddenBy[stack]]));
        }

        rewriter.To.Timeline = data.Timeline.Without(isHidden);
        var slowest = new Dictionary<(RootKind, string), RootNotes>();
        foreach (((RootKind kind, string name), RootNotes notes) in data.Roots)
            slowest[(kind, name)] = notes with { Slowest = notes.Slowest is { } tree ? FrameFolding.Fold(tree, isHidden) : null };
        ProfileData folded = rewriter.Rewrite(places, stack => hiddenBy[stack] == 0 || isOutermost[stack], KeptNotes.All, keepsAwait: await => await.Kind != FrameKind.Method || visibleMethods.Contains(await.Method));
        return new AsyncProfile(profile.Recording, folded.With(slowest));

        int LeafOf(Frame frame) => rewriter.To.Intern(Frame.OfWait(WaitKind.Hidden, frame.Name, frame.IsFramework));
    }
}

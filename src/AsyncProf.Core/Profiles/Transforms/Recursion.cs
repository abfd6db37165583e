using AsyncProf.Profiles.Data;
using AsyncProf.Profiles.Tables;

namespace AsyncProf.Profiles.Transforms;

/// <summary>Cuts each stack back to the first occurrence of a method when the method occurs again.</summary>
internal static class Recursion
{
    public static AsyncProfile Collapse(AsyncProfile profile)
    {
        ProfileData data = profile.Data;
        var rewriter = new StackRewriter(data);
        var places = new int[data.Stacks.Count];
        bool[] outermost = StackSums.Outermost(data);
        for (int stack = 1; stack < places.Length; stack++)
        {
            int above = places[data.Stacks[stack].Parent], frame = rewriter.To.Intern(data.FrameOf(stack));
            int first = data.FrameOf(stack).IsCode ? above : 0;
            while (first > 0 && rewriter.To[first].Frame != frame)
                first = rewriter.To[first].Parent;
            places[stack] = first > 0 ? first : rewriter.To.Intern(above, frame, data.Stacks[stack].Line);
        }

        rewriter.To.Timeline = data.Timeline;
        return new AsyncProfile(profile.Recording, rewriter.Rewrite(places, stack => outermost[stack] || data.FrameOf(stack).Kind == FrameKind.Leaf, KeptNotes.All));
    }
}

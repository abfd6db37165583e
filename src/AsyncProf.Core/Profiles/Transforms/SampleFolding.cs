using AsyncProf.Profiles.Data;

namespace AsyncProf.Profiles.Transforms;

/// <summary>Gives what samples divide among synchronous frames back to the async methods above them.</summary>
internal static class SampleFolding
{
    public static AsyncProfile Apply(AsyncProfile profile)
    {
        ProfileData data = profile.Data;
        if (!data.Frames.Any(frame => frame.IsSampled))
            return profile;
        var rewriter = new StackRewriter(data);
        var places = new int[data.Stacks.Count];
        for (int stack = 1; stack < places.Length; stack++)
        {
            int above = places[data.Stacks[stack].Parent];
            places[stack] = data.FrameOf(stack).IsSampled ? above : rewriter.To.Intern(above, rewriter.To.Intern(data.FrameOf(stack)), data.Stacks[stack].Line);
        }

        rewriter.To.Timeline = data.Timeline;
        return new AsyncProfile(profile.Recording, rewriter.Rewrite(places, static _ => true, KeptNotes.All));
    }
}

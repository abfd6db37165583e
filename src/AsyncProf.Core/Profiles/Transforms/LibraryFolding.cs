using AsyncProf.Profiles.Data;

namespace AsyncProf.Profiles.Transforms;

/// <summary>Makes one frame of methods of one library that call each other: stacks of libraries below the roots, which stay as they are. No time is lost; calls are those from another library.</summary>
internal static class LibraryFolding
{
    public static AsyncProfile Apply(AsyncProfile profile)
    {
        profile = profile.WithoutSamples();
        ProfileData data = profile.Data;
        var to = new ProfileDataBuilder();
        var calls = new int[data.Stacks.Count]; // where a stack's calls go; negative where they stay within a library
        var times = new int[data.Stacks.Count]; // where its time goes, and what comes below
        for (int stack = 1; stack < times.Length; stack++)
        {
            (int parent, Frame frame) = (data.Stacks[stack].Parent, data.FrameOf(stack));
            int above = times[parent];
            if (parent == 0 || frame.Kind != FrameKind.Method)
            {
                calls[stack] = times[stack] = to.Intern(above, to.Intern(frame), data.Stacks[stack].Line);
                if (frame.Kind == FrameKind.Method)
                    times[stack] = to.Intern(times[stack], LibraryOf(frame));
                continue;
            }

            int library = LibraryOf(frame);
            bool stays = to[above].Frame == library;
            times[stack] = stays ? above : to.Intern(above, library, data.Stacks[stack].Line);
            calls[stack] = stays ? -1 : times[stack];
        }

        foreach (StackCharge charge in data.Samples)
        {
            (int called, int timed) = (calls[charge.Stack], times[charge.Stack]);
            to.Add(charge with { Stack = timed, Sums = charge.Sums.Only(calls: called == timed, time: true) });
            if (called >= 0 && called != timed)
                to.Add(charge with { Stack = called, Sums = charge.Sums.Only(calls: true, time: false) });
        }

        return new AsyncProfile(profile.Recording, to.Build());

        int LibraryOf(Frame frame) => to.Intern(new Frame(FrameKind.Method, Library.Of(frame), frame.IsFramework));
    }
}

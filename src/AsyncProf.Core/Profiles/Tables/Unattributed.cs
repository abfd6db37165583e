using AsyncProf.Profiles.Data;
using AsyncProf.Symbols.Metadata;

namespace AsyncProf.Profiles.Tables;

/// <summary>How much of a profile is charged to operations that nothing names.</summary>
internal static class Unattributed
{
    /// <summary>Their share of the task time, 0 to 1: their own and that of their waits.</summary>
    public static double Share(ProfileData data)
    {
        long all = 0, unnamed = 0;
        foreach (StackCharge sample in data.Samples)
        {
            Frame frame = data.FrameOf(sample.Stack);
            if (frame.Kind == FrameKind.Leaf && data.Stacks[sample.Stack].Parent is var owner and > 0)
                frame = data.FrameOf(owner);
            all += sample.Sums.Task.TotalNs;
            unnamed += frame.Kind == FrameKind.Method && frame.Name == MethodName.Unknown.Name ? sample.Sums.Task.TotalNs : 0;
        }

        return all == 0 ? 0 : (double)unnamed / all;
    }
}

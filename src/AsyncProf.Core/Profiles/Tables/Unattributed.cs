using AsyncProf.Profiles.Data;
using AsyncProf.Symbols.Metadata;

namespace AsyncProf.Profiles.Tables;

/// <summary>How much of a profile is charged to operations that nothing names.</summary>
internal static class Unattributed
{
    /// <summary>Their share of the task time, 0 to 1: their own and that of their waits.</summary>
    public static double Share(ProfileData data) => Share(data, name => name == MethodName.Unknown.Name);

    /// <summary>The same of those whose name several methods have, outside the frameworks.</summary>
    public static double AmbiguousShare(ProfileData data) => Share(data, name => name.EndsWith(MethodName.AmbiguousMark, StringComparison.Ordinal));

    private static double Share(ProfileData data, Func<string, bool> isCounted)
    {
        bool[] counted = [.. data.Frames.Select(frame => frame is { Kind: FrameKind.Method, IsFramework: false } && isCounted(frame.Name))];
        return SampleShare.Of(data, sample => sample.Sums.Task.TotalNs, sample =>
        {
            int stack = sample.Stack;
            while ((data.FrameOf(stack).Kind == FrameKind.Leaf || data.FrameOf(stack).IsSampled) && data.Stacks[stack].Parent is var owner and > 0)
                stack = owner;
            return counted[data.Stacks[stack].Frame];
        });
    }
}

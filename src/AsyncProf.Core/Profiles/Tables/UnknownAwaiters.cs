using AsyncProf.Profiles.Data;

namespace AsyncProf.Profiles.Tables;

/// <summary>The time of operations after which somebody went on whom nothing names, with all that they awaited.</summary>
internal static class UnknownAwaiters
{
    /// <summary>Their share of the task time, 0 to 1.</summary>
    public static double Share(ProfileData data) => SampleShare.Of(data, sample => sample.Sums.Task.TotalNs, sample => IsBelow(sample));

    /// <summary>Their task time by the frame of the operation, in nanoseconds: what one of them awaited counts for it, and each tick once.</summary>
    public static Dictionary<int, long> ByFrame(ProfileData data)
    {
        int[] top = Tops(data);
        var sums = new Dictionary<int, long>();
        foreach (StackCharge sample in data.Samples)
        {
            if (IsBelow(sample) && top[sample.Stack] is var stack and > 0)
                sums[data.Stacks[stack].Frame] = sums.GetValueOrDefault(data.Stacks[stack].Frame) + sample.Sums.Task.TotalNs;
        }

        return sums;
    }

    private static bool IsBelow(in StackCharge sample) => sample.Tags.Awaited is AwaitedBy.Unknown or AwaitedBy.BelowUnknown;

    /// <summary>For each stack the nearest, itself or above, at which such operations are.</summary>
    private static int[] Tops(ProfileData data)
    {
        var tops = new int[data.Stacks.Count];
        foreach (StackCharge sample in data.Samples)
        {
            if (sample.Tags.Awaited == AwaitedBy.Unknown)
                tops[sample.Stack] = sample.Stack;
        }

        for (int stack = 1; stack < tops.Length; stack++)
        {
            if (tops[stack] == 0)
                tops[stack] = tops[data.Stacks[stack].Parent];
        }

        return tops;
    }
}

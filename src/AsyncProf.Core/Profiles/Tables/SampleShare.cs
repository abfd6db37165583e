using AsyncProf.Profiles.Data;

namespace AsyncProf.Profiles.Tables;

/// <summary>What part of a measure some samples of a profile have.</summary>
internal static class SampleShare
{
    /// <summary>The part, 0 to 1; 0 where there is nothing of the measure.</summary>
    /// <param name="data">The profile's data.</param>
    /// <param name="measure">The measure, in nanoseconds.</param>
    /// <param name="isCounted">Which samples.</param>
    public static double Of(ProfileData data, Func<StackCharge, long> measure, Predicate<StackCharge> isCounted)
    {
        long all = 0, counted = 0;
        foreach (StackCharge sample in data.Samples)
        {
            long value = measure(sample);
            all += value;
            counted += isCounted(sample) ? value : 0;
        }

        return all == 0 ? 0 : (double)counted / all;
    }
}

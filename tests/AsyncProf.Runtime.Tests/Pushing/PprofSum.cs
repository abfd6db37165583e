using AsyncProf.Profiles;
using AsyncProf.Profiles.Pprof;

namespace AsyncProf.Runtime.Tests.Pushing;

/// <summary>What a profile has of one measure, all stacks together.</summary>
/// <param name="Type">The sample type.</param>
/// <param name="Value">The sum.</param>
internal sealed record PprofSum(string Type, long Value)
{
    public static IEnumerable<PprofSum> Of(AsyncProfile profile) =>
        PprofMeasures.Of(profile.Recording).Select(measure => new PprofSum(measure.Name, profile.Data.Samples.Sum(sample => measure.Of(sample.Sums))));
}

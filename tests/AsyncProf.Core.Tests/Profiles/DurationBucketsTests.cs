using AsyncProf.Profiles.Durations;

namespace AsyncProf.Core.Tests.Profiles;

public class DurationBucketsTests
{
    [Fact]
    public void Upper_OfEveryBucket_NamesItAgainAndIsAtMostFivePercentAboveTheOneBefore()
    {
        for (int bucket = 0; bucket < DurationBuckets.Count; bucket++)
        {
            long upper = DurationBuckets.Upper(bucket);
            Assert.Equal(bucket, DurationBuckets.Of(upper));
            if (bucket > 0 && bucket < DurationBuckets.Count - 1)
                Assert.InRange(upper - DurationBuckets.Upper(bucket - 1), 1, Math.Max(1, DurationBuckets.Upper(bucket - 1) / 20));
        }
    }

    [Theory]
    [InlineData(-5, 0)]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(long.MaxValue, -1)]
    public void Of_TheExtremes_HasABucket(long ns, int bucket) => Assert.Equal(bucket < 0 ? DurationBuckets.Count - 1 : bucket, DurationBuckets.Of(ns));
}

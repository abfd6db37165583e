using AsyncProf.Samples;

namespace AsyncProf.Core.Tests.Samples;

/// <summary>Parts are the whole, whatever does not divide.</summary>
public class LargestRemainderTests
{
    [Theory]
    [InlineData(10, new long[] { 1, 1, 1 }, new long[] { 4, 3, 3 })]
    [InlineData(10, new long[] { 1, 2, 4 }, new long[] { 1, 3, 6 })]
    [InlineData(1, new long[] { 1, 9, 9 }, new long[] { 0, 1, 0 })]
    [InlineData(0, new long[] { 3, 4 }, new long[] { 0, 0 })]
    [InlineData(7, new long[] { 0, 5 }, new long[] { 0, 7 })]
    [InlineData(long.MaxValue, new[] { long.MaxValue, long.MaxValue }, new[] { (long.MaxValue / 2) + 1, long.MaxValue / 2 })]
    public void Divide_ATime_GivesWhatIsLeftToWhoLostMost(long time, long[] counts, long[] expected) => Assert.Equal(expected, LargestRemainder.Divide(time, counts));

    [Fact]
    public void Divide_RandomTimes_IsExactAndFair()
    {
        var random = new Random(1);
        for (int i = 0; i < 2_000; i++)
        {
            long time = random.NextInt64(1L << random.Next(1, 62));
            long[] counts = [.. Enumerable.Range(0, random.Next(1, 40)).Select(_ => random.NextInt64(1L << random.Next(1, 40)))];
            counts[0]++;
            long[] parts = LargestRemainder.Divide(time, counts);

            Assert.Equal(time, parts.Sum());
            Int128 all = counts.Aggregate(Int128.Zero, (sum, count) => sum + count);
            Assert.All(parts.Zip(counts), pair => Assert.True(Int128.Abs(((Int128)pair.First * all) - ((Int128)time * pair.Second)) < all));
        }
    }
}

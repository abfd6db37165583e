using AsyncProf.Diffing.Runs;

namespace AsyncProf.Analyzer.Tests.Diffing.Runs;

public class FewOrManyTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(100_000)]
    public void Set_OfAnyNumber_IsFoundAgainInOrder(int count)
    {
        var kept = new FewOrMany<int, long>();
        for (int round = 0; round < 2; round++)
        {
            for (int key = 0; key < count; key++)
                kept.Set(key, kept.Find(key) + key);
        }

        Assert.Equal(Enumerable.Range(0, count), kept.All.Select(one => one.Key));
        Assert.All(kept.All, one => Assert.Equal(2L * one.Key, one.Value));
        Assert.Equal(-7, kept.Find(count, otherwise: -7));
    }
}

using AsyncProf.Heap.Kept;

namespace AsyncProf.Analyzer.Tests.Heap.Kept;

public class PathSetsTests
{
    [Fact]
    public void With_InAnyOrder_IsTheSameSet()
    {
        var sets = new PathSets();

        int one = sets.With(sets.With(sets.With(0, 7), 3), 5), other = sets.With(sets.With(sets.With(0, 5), 7), 3);

        Assert.Equal(one, other);
        Assert.Equal([3, 5, 7], sets[one]);
        Assert.Equal(one, sets.With(one, 5));
        Assert.False(sets.IsFull);
    }

    [Fact]
    public void With_MoreThanASetMayHold_SaysSo()
    {
        var sets = new PathSets();
        int set = 0;
        for (int path = 0; path < 1000; path++)
            set = sets.With(set, path);

        Assert.True(sets.IsFull);
        Assert.Equal(256, sets[set].Count);
    }
}

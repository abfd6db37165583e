using AsyncProf.Decoding.Samples;

namespace AsyncProf.Analyzer.Tests.Decoding.Samples;

/// <summary>Stacks as numbers, and what was called where a thread had just come back.</summary>
public class SampledStackTableTests
{
    [Fact]
    public void Intern_TheSameStackAgain_CountsIt()
    {
        var stacks = new SampledStackTable();
        int first = stacks.Intern([1, 2, 3], isManaged: true);

        Assert.Equal([first, first], [stacks.Intern([1, 2, 3], isManaged: true), stacks.Intern([1, 2, 3], isManaged: true)]);
        Assert.NotEqual(first, stacks.Intern([1, 2, 3], isManaged: false));
        Assert.NotEqual(first, stacks.Intern([1, 2], isManaged: true));
        Assert.Equal((3, 3), (stacks.CountOf(first), stacks.Count));
        Assert.Equal([1, 2, 3], stacks[first].Frames);
    }

    [Fact]
    public void Intern_ADeeperStackThanIsKept_KeepsItsInnerEnd()
    {
        var stacks = new SampledStackTable();
        ulong[] deep = [.. Enumerable.Range(0, SampledStackTable.DeepestStack + 10).Select(frame => (ulong)frame)];

        Assert.Equal(deep[..SampledStackTable.DeepestStack], stacks[stacks.Intern(deep, isManaged: true)].Frames);
    }

    [Fact]
    public void Intern_MoreThanAnyRecordingHas_IsRefused()
    {
        var stacks = new SampledStackTable();
        int id = 0;
        for (ulong stack = 0; id >= 0 && stack < 1_000_000; stack++)
            id = stacks.Intern([stack], isManaged: true);

        Assert.Equal((-1, 200_000), (id, stacks.Count));
        Assert.Equal(0, stacks.Intern([0], isManaged: true));
    }

    [Fact]
    public void TryFind_WhereACallHasReturned_IsWhatOthersSawCalledThere()
    {
        var stacks = new SampledStackTable();
        for (int i = 0; i < 3; i++)
            stacks.Intern([100, 20, 1], isManaged: true);
        stacks.Intern([200, 20, 1], isManaged: true);
        var returned = new ReturnedCalls(stacks);

        Assert.True(returned.TryFind(20, out ulong called));
        Assert.Equal(100UL, called);
        Assert.False(returned.TryFind(100, out _));
    }
}

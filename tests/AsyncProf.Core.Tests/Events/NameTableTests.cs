using AsyncProf.Events;

namespace AsyncProf.Core.Tests.Events;

public class NameTableTests
{
    [Fact]
    public void Intern_SameNameFromManyThreads_GivesOneId()
    {
        var names = new NameTable();
        var ids = new System.Collections.Concurrent.ConcurrentBag<int>();

        Parallel.For(0, 1000, _ => ids.Add(names.Intern("Async: <GetAsync>d__3")));

        int id = Assert.Single(ids.Distinct());
        Assert.Equal("Async: <GetAsync>d__3", names[id]);
    }

    [Fact]
    public void Known_ANameThatWasNeverInterned_IsNoneAndAddsNothing()
    {
        var names = new NameTable();
        int id = names.Intern("known");
        int count = names.Count;

        Assert.Equal(id, names.Known("known"));
        Assert.Equal(NameTable.NoneId, names.Known("unknown"));
        Assert.Equal(NameTable.NoneId, names.Known(""));
        Assert.Equal(count, names.Count);
    }

    [Fact]
    public void Intern_BeyondTheCapacity_GivesOther()
    {
        var names = new NameTable(capacity: 3);

        int first = names.Intern("first");

        Assert.Equal(NameTable.OtherId, names.Intern("second"));
        Assert.Equal(first, names.Intern("first"));
        Assert.Equal("(other)", names[NameTable.OtherId]);
        Assert.Equal(3, names.Count);
    }

    [Fact]
    public void Intern_NameWithoutEnd_KeepsItsBeginning()
    {
        var names = new NameTable();
        string beginning = new('x', NameTable.LongestName);

        int id = names.Intern(beginning + "1");

        Assert.Equal(beginning, names[id]);
        Assert.Equal(id, names.Intern(beginning + "2"));
    }

    [Fact]
    public void Indexer_OfAnIdNeverGivenOut_IsEmpty()
    {
        var names = new NameTable();

        Assert.Equal("", names[-1]);
        Assert.Equal("", names[12345]);
        Assert.Equal("", names[int.MaxValue]);
        Assert.Equal(NameTable.NoneId, names.Intern(null));
    }
}

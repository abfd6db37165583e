using AsyncProf.Symbols.Places;

namespace AsyncProf.Core.Tests.Symbols.Places;

public class PlaceTableTests
{
    [Fact]
    public void Add_OfPlaces_GivesNumbersFromOneOnThatFindThem()
    {
        var table = new PlaceTable();
        Place[] places = [.. Enumerable.Range(0, 1_000).Select(Numbered)];

        int[] ids = [.. places.Select(table.Add)];

        Assert.Equal(Enumerable.Range(1, 1_000), ids);
        Assert.Equal(places, ids.Select(id => table[id]));
        Assert.Equal(1_001, table.Count);
    }

    [Theory]
    [InlineData(PlaceTable.None)]
    [InlineData(-1)]
    [InlineData(2)]
    [InlineData(300)]
    [InlineData(65_536)]
    [InlineData(int.MaxValue)]
    [InlineData(int.MinValue)]
    public void Item_OfANumberThatWasNeverGivenOut_IsNull(int id)
    {
        var table = new PlaceTable();
        table.Add(Numbered(0));

        Assert.Null(table[id]);
    }

    [Fact]
    public void Add_BeyondTheCapacity_GivesNoPlace()
    {
        var table = new PlaceTable(capacity: 512);
        Assert.Equal(512, table.Capacity);

        int[] ids = [.. Enumerable.Range(0, 600).Select(n => table.Add(Numbered(n)))];

        Assert.Equal(Enumerable.Range(1, 511), ids.Take(511));
        Assert.All(ids.Skip(511), id => Assert.Equal(PlaceTable.None, id));
        Assert.Equal(512, table.Count);
        Assert.Equal("Type510", table[511]!.Type);
        Assert.Null(table[512]);
    }

    [Fact]
    public void Constructor_OfALittleCapacity_HasRoomAllTheSame() => Assert.Equal(1, new PlaceTable(capacity: 0).Add(Numbered(0)));

    [Fact]
    public async Task Add_FromManyThreads_GivesEachNumberOnce()
    {
        var table = new PlaceTable(capacity: 4_096);
        int[][] ids = await Task.WhenAll(Enumerable.Range(0, 8).Select(thread => Task.Run(() =>
            Enumerable.Range(0, 700).Select(n =>
            {
                Place place = Numbered((thread * 700) + n);
                int id = table.Add(place);
                Assert.True(id == PlaceTable.None || ReferenceEquals(place, table[id]));
                return id;
            }).ToArray())));

        int[] given = [.. ids.SelectMany(id => id).Where(id => id != PlaceTable.None)];
        Assert.Equal(Enumerable.Range(1, 4_095), given.Order());
        Assert.Equal(4_096, table.Count);
    }

    private static Place Numbered(int n) => new("A", $"Type{n}", "MoveNext");
}

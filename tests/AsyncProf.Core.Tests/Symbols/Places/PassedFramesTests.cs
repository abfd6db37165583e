using AsyncProf.Symbols.Places;

namespace AsyncProf.Core.Tests.Symbols.Places;

public class PassedFramesTests
{
    private readonly PlaceTable _places = new();
    private readonly PassedFrames _passed = new();

    [Fact]
    public void Between_WhatWasAdded_IsIt()
    {
        int[] places = Places("Mediator", "Decorator");
        Assert.Null(_passed.Between(1, 2));

        _passed.Add(1, 2, places, _places);

        Assert.Equal(places, _passed.Between(1, 2));
        Assert.Null(_passed.Between(2, 1));
        Assert.Equal([(1, 2)], _passed.Pairs);
        Assert.Equal(1, _passed.Version);
    }

    [Theory]
    [InlineData("A", "A B C", "A B C")]
    [InlineData("A B C", "A", "A B C")]
    [InlineData("A C", "A B C", "A B C")]
    [InlineData("A B C", "A C", "A B C")]
    [InlineData("A B", "A B", "A B")]
    [InlineData("A B", "B A", null)]
    [InlineData("A B", "A C", null)]
    [InlineData("A", "B", null)]
    [InlineData("A A", "A", "A A")]
    public void Add_OfMoreOrLessOrOthers_BelievesMoreAndDoubtsOthers(string first, string second, string? expected)
    {
        _passed.Add(1, 2, Places(first.Split(' ')), _places);
        _passed.Add(1, 2, Places(second.Split(' ')), _places);

        Assert.Equal(expected, _passed.Between(1, 2) is { } between ? string.Join(' ', between.Select(id => _places[id]!.Method)) : null);
    }

    [Fact]
    public void Add_AfterAContradiction_LeavesItInDoubtForGood()
    {
        foreach (string method in new[] { "A", "B", "A", "A" })
            _passed.Add(1, 2, Places(method), _places);

        Assert.Null(_passed.Between(1, 2));
        Assert.Equal([(1, 2)], _passed.Pairs); // to tell those who believed it
    }

    [Fact]
    public void Add_OfWhatIsKnown_IsNothingNew()
    {
        _passed.Add(1, 2, Places("A", "B"), _places);
        int version = _passed.Version;

        _passed.Add(1, 2, Places("B"), _places);
        Assert.Equal(version, _passed.Version);

        _passed.Add(1, 2, Places("A", "X", "B"), _places);
        Assert.NotEqual(version, _passed.Version);
    }

    [Fact]
    public void Add_OfMethodsOfOneNameInOtherTypesOrAssemblies_IsAContradiction()
    {
        _passed.Add(1, 2, [_places.Add(new Place("A", "T", "M"))], _places);
        _passed.Add(1, 2, [_places.Add(new Place("A", "U", "M"))], _places);
        _passed.Add(1, 3, [_places.Add(new Place("A", "T", "M"))], _places);
        _passed.Add(1, 3, [_places.Add(new Place("B", "T", "M"))], _places);

        Assert.Null(_passed.Between(1, 2));
        Assert.Null(_passed.Between(1, 3));
    }

    [Fact]
    public void Add_OfMorePairsThanAreKept_IsBoundedAndNothingNew()
    {
        int[] places = Places("A");
        for (int caller = 1; caller <= 16_384; caller++)
            _passed.Add(caller, 0, places, _places);
        int version = _passed.Version;

        for (int caller = 20_001; caller < 20_100; caller++)
            _passed.Add(caller, 0, places, _places);

        Assert.Equal(16_384, _passed.Pairs.Count());
        Assert.Null(_passed.Between(20_001, 0));
        Assert.Equal(version, _passed.Version);
    }

    [Fact]
    public async Task Add_FromManyThreads_KeepsWhatAllSaw()
    {
        int[] places = Places("A", "B");
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            for (int caller = 0; caller < 1_000; caller++)
                _passed.Add(caller, 7, places, _places);
        })));

        Assert.All(Enumerable.Range(0, 1_000), caller => Assert.Equal(places, _passed.Between(caller, 7)));
    }

    private int[] Places(params string[] methods) => [.. methods.Select(method => _places.Add(new Place("A", "T", method)))];
}

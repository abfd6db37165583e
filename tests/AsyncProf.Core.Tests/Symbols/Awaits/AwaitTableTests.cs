using AsyncProf.Events;
using AsyncProf.Symbols;
using AsyncProf.Symbols.Awaits;
using AsyncProf.Symbols.Metadata;
using AsyncProf.Testing;

namespace AsyncProf.Core.Tests.Symbols.Awaits;

public class AwaitTableTests
{
    private static readonly AwaitInfo Receive = new("Socket.ReceiveAsync", false, "Net.cs", 3, 20);

    private readonly NameTable _names = new();
    private readonly ScriptedAwaits _source = new();
    private readonly MethodTable _methods;
    private readonly AwaitTable _table;
    private readonly int _a, _b;

    public AwaitTableTests()
    {
        _methods = new MethodTable(_names, new MetadataIndex());
        _table = new AwaitTable(_names, _methods, _source);
        (_a, _b) = (_names.Intern("Async: <A>d__0"), _names.Intern("Async: <B>d__0"));
    }

    [Fact]
    public void At_APlaceOfTheMethod_IsItsAwaitAndAskedForOnce()
    {
        _source.Names[7] = _a;
        _source.Places[7] = Receive;

        int id = _table.At(7, _a);

        Assert.Same(Receive, _table[id]);
        Assert.Equal("Socket.ReceiveAsync", _names[_table.OnOf(id)]);
        Assert.Equal(id, _table.At(7, _a));
        Assert.Equal(1, _source.Asked);
        Assert.Equal(_a, _table.NameOf(7));
    }

    [Fact]
    public void At_APlaceOfAnotherMethod_IsUnknown()
    {
        _source.Names[7] = _a;
        _source.Places[7] = Receive;

        Assert.Equal(AwaitTable.Unknown, _table.At(7, _b)); // before it is known
        Assert.NotEqual(AwaitTable.Unknown, _table.At(7, _a));
        Assert.Equal(AwaitTable.Unknown, _table.At(7, _b)); // and after
    }

    [Fact]
    public void At_APlaceThatIsToldLater_IsKnownFromThenOn()
    {
        _source.Names[7] = _a;
        Assert.Equal(AwaitTable.Unknown, _table.At(7, _a));

        _source.Places[7] = Receive;

        Assert.Same(Receive, _table[_table.At(7, _a)]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    [InlineData(5)]
    [InlineData(int.MaxValue)]
    public void At_NoPlace_IsUnknown(int place)
    {
        Assert.Equal(AwaitTable.Unknown, _table.At(place, _a));
        Assert.Equal(NameTable.NoneId, _table.NameOf(place));
        Assert.Equal(0, _source.Asked);
    }

    [Fact]
    public void At_PlacesFarApart_KeepsEach()
    {
        foreach (int place in new[] { 1, 1_000_000, 64, 63 })
        {
            _source.Names[place] = _a;
            _source.Places[place] = Receive with { Line = place };
            Assert.Equal(place, _table[_table.At(place, _a)].Line);
        }

        Assert.Equal([1, 63, 64, 1_000_000], new[] { 1, 63, 64, 1_000_000 }.Select(place => _table[_table.At(place, _a)].Line));
    }

    [Fact]
    public void AwaitsThatAreAlike_WhereverTheyComeFrom_AreOne()
    {
        _source.Names[7] = _source.Names[8] = _a;
        _source.Places[7] = Receive;
        _source.Places[8] = Receive with { };
        _source.Silent = Receive with { };

        Assert.Equal(_table.At(7, _a), _table.At(8, _a));
        Assert.Equal(_table.At(7, _a), _table.Untold(_a));
    }

    [Fact]
    public void WhatTheCodeLeavesPossible_IsAskedForOnceForEachMethod()
    {
        _source.Silent = Receive;
        _source.Call = awaited => Receive with { On = awaited.Name };
        MethodId awaited = _methods.Resolve(_b);

        for (int i = 0; i < 3; i++)
        {
            Assert.Equal("Socket.ReceiveAsync", _table[_table.Untold(_a)].On);
            Assert.Equal(AwaitTable.Unknown, _table.OnTask(_a));
            Assert.Equal("B", _table[_table.OnCall(_a, awaited)].On);
        }

        Assert.Equal(2 + 3, _source.Asked); // what is not known is asked for each time: it may be told later
    }

    [Fact]
    public void Passing_WhatTheCodeSays_IsKeptUntilMoreIsSeen()
    {
        _source.Names[7] = _a;
        _source.Places[7] = Receive with { Through = "Shop.Mediator.Send\nA\nB\nShop.Decorator.Send" };
        int await = _table.At(7, _a);

        int passing = _table.Passing(_a, _b, await);

        Assert.Equal(["Shop.Mediator.Send", "Shop.Decorator.Send"], Names(passing)); // without the two themselves
        int asked = _source.Asked;
        Assert.Equal(passing, _table.Passing(_a, _b, await));
        Assert.Equal(asked, _source.Asked);
    }

    [Fact]
    public void Passing_WhatWasSeenLater_IsAskedForWhenTheVersionHasGrown()
    {
        Assert.Equal(0, _table.Passing(_a, _b, AwaitTable.Unknown));
        _source.PassedOn[(_a, _b)] = [new MethodName { Type = "Shop.Mediator", Name = "Send", PassesOn = true }];
        Assert.Equal(0, _table.Passing(_a, _b, AwaitTable.Unknown));

        _source.PassedVersion++;

        Assert.Equal(["Shop.Mediator.Send"], Names(_table.Passing(_a, _b, AwaitTable.Unknown)));
        Assert.Empty(_table.PassingMethods(0));
    }

    private IEnumerable<string> Names(int passing) => _table.PassingMethods(passing).Select(id => _methods[id].FullName);
}

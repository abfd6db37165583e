using AsyncProf.Symbols.Awaits;
using AsyncProf.Symbols.Metadata;

namespace AsyncProf.Core.Tests.Symbols.Awaits;

public class ToldAwaitsTests
{
    private static readonly AwaitInfo Receive = new("Socket.ReceiveAsync", false, "Net.cs", 3, 20);
    private static readonly MethodName Method = new() { Type = "Shop.Net", Name = "ReadAsync" };

    private readonly ToldAwaits _told = new();

    [Fact]
    public void At_APlaceThatWasTold_IsItsAwait()
    {
        _told.Tell(new PlaceRecord(7, 3, null));
        Assert.Equal(3, _told.NameOf(7));
        Assert.Null(_told.At(7));

        _told.Tell(new PlaceRecord(7, 3, Receive)); // again, when more is known

        Assert.Same(Receive, _told.At(7));
        Assert.Null(_told.At(8));
        Assert.Equal(0, _told.NameOf(8));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1 << 20)]
    [InlineData(int.MaxValue)]
    public void Tell_OfAPlaceThatCannotBe_IsIgnored(int place)
    {
        _told.Tell(new PlaceRecord(place, 3, Receive));

        Assert.Null(_told.At(place));
        Assert.Equal(0, _told.NameOf(place));
    }

    [Fact]
    public void Untold_OfCodeThatWasTold_IsFoundByName()
    {
        _told.Tell(new CodeRecord(3, "Net.cs", 9, Receive, null), Method);

        Assert.Same(Receive, _told.Untold(3, MethodName.Unknown));
        Assert.Null(_told.OnTask(3, Method));
        Assert.Null(_told.Untold(4, Method));
        Assert.Null(_told.OnCall(3, Method, Method));
        Assert.Equal(("Net.cs", 9), _told.BeginOf(Method with { }));
        Assert.Equal(("", 0), _told.BeginOf(MethodName.Unknown));
        Assert.Empty(_told.LinkOf(Method));

        _told.Tell(new CodeRecord(3, "Net.cs", 9, Receive, null) { Link = "https://host/Net.cs" }, Method);
        Assert.Equal("https://host/Net.cs", _told.LinkOf(Method with { }));
    }

    [Fact]
    public void Passed_WhatWasTold_IsItAndANewVersion()
    {
        Assert.Null(_told.Passed(1, 2));
        int version = _told.PassedVersion;

        _told.Tell(1, 2, [Method]);

        Assert.Equal([Method], _told.Passed(1, 2));
        Assert.Null(_told.Passed(2, 1));
        Assert.True(_told.PassedVersion > version);
        _told.Tell(1, 2, []);
        Assert.Null(_told.Passed(1, 2)); // it has come into doubt
    }

    [Fact]
    public void NoAwaits_AskedForAnything_KnowsNothing()
    {
        var none = new NoAwaits();

        Assert.Equal((0, 0, ("", 0)), (none.NameOf(1), none.PassedVersion, none.BeginOf(Method)));
        Assert.All([none.At(1), none.Untold(1, Method), none.OnTask(1, Method), none.OnCall(1, Method, Method)], Assert.Null);
        Assert.Null(none.Passed(1, 2));
    }
}

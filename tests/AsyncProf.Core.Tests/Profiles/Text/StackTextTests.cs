using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;
using AsyncProf.Profiles.Text;

namespace AsyncProf.Core.Tests.Profiles.Text;

public class StackTextTests
{
    private static readonly Frame[] Stack = [.. new[] { "GET /orders", "Shop.Orders.Handle", "Shop.Store.Load", "Shop.Db.Read" }.Select(name => new Frame(FrameKind.Method, name, false))];

    [Fact]
    public void Of_AStackThatFits_IsWhole() => Assert.Equal("GET /orders > Shop.Orders.Handle > Shop.Store.Load > Shop.Db.Read", StackText.Of(Stack, 100));

    [Fact]
    public void Of_AStackThatDoesNotFit_KeepsItsRootAndItsEnd() => Assert.Equal("GET /orders > … > Shop.Store.Load > Shop.Db.Read", StackText.Of(Stack, 50));

    [Fact]
    public void Of_ARootAlone_IsItsName() => Assert.Equal("GET /orders", StackText.Of(Stack[..1], 40));
}

using System.Text;
using AsyncProf.Decoding.Stacks;

namespace AsyncProf.Analyzer.Tests.Decoding.Stacks;

public class MethodMapTests
{
    private static readonly Guid Runtime = new("e13c0d23-ccbc-4e12-931b-d9cc2eee27e4");

    private readonly MethodMap _map = new();

    [Theory]
    [InlineData(0x1000ul, true)]
    [InlineData(0x10FFul, true)]
    [InlineData(0x1100ul, false)]
    [InlineData(0xFFFul, false)]
    public void TryFind_OfAnAddress_FindsTheMethodItLiesIn(ulong address, bool isThere)
    {
        Load(0x1000, 0x100, "Shop.Orders+<GetAsync>d__1", "MoveNext");

        Assert.Equal(isThere, _map.TryFind(address, out _));
    }

    [Fact]
    public void TryFind_OfAMethodOfManyPages_FindsItOnEach()
    {
        Load(0x1800, 0x9000, "Shop.Orders", "Large");
        Load(0xA800, 0x10, "Shop.Orders", "Small");

        Assert.True(_map.TryFind(0x1800 + 0x8FFF, out MethodRange large));
        Assert.Equal(0x1800ul, large.Start);
        Assert.True(_map.TryFind(0xA800, out MethodRange small));
        Assert.Equal(0xA800ul, small.Start);
    }

    [Theory]
    [InlineData("Shop.Cache`1+<GetAsync>d__1[System.__Canon]", "Shop.Cache`1+<GetAsync>d__1")]
    [InlineData("Shop.Cache`1+<GetAsync>d__1[System.Collections.Generic.List`1[System.Int32]]", "Shop.Cache`1+<GetAsync>d__1")]
    [InlineData("Shop.Jobs+<Shop-IJob<System-Int32[]>-RunAsync>d__0", "Shop.Jobs+<Shop-IJob<System-Int32[]>-RunAsync>d__0")]
    public void Machine_OfAnInstantiation_IsTheOpenType(string type, string open)
    {
        Load(0x1000, 0x100, type, "MoveNext");

        Assert.True(_map.TryFind(0x1000, out MethodRange method));
        Assert.Equal(open, method.Machine);
    }

    [Fact]
    public void Take_OfAMethodThatIsUnloaded_ForgetsIt()
    {
        Load(0x1000, 0x100, "Shop.Orders", "Get");
        _map.Take(Runtime, 144, Method(0x1000, 0x100, "Shop.Orders", "Get"));

        Assert.False(_map.TryFind(0x1000, out _));
        Assert.Empty(_map.Ranges);
    }

    [Fact]
    public void Take_OfAMethodAtTheSamePlace_BelievesTheNewer()
    {
        Load(0x1000, 0x2000, "Shop.Orders", "Get");
        Load(0x1000, 0x100, "Shop.Orders+<GetAsync>d__1", "MoveNext");

        Assert.True(_map.TryFind(0x1000, out MethodRange method));
        Assert.NotNull(method.Machine);
        Assert.False(_map.TryFind(0x2000, out _));
    }

    [Fact]
    public void Take_OfWhatCannotBe_IsPassedOver()
    {
        byte[] whole = Method(0x1000, 0x100, "Shop.Orders", "Get");
        for (int length = 0; length < 36; length++)
            _map.Take(Runtime, 143, whole.AsSpan(0, length));
        Load(ulong.MaxValue - 4, uint.MaxValue, "Shop.Orders", "Wraps");
        Load(0x1000, 0, "Shop.Orders", "Empty");

        Assert.Empty(_map.Ranges);
    }

    private void Load(ulong start, uint size, string type, string name) => _map.Take(Runtime, 143, Method(start, size, type, name));

    private static byte[] Method(ulong start, uint size, string type, string name) =>
    [
        .. BitConverter.GetBytes(1L), .. BitConverter.GetBytes(7L), .. BitConverter.GetBytes(start), .. BitConverter.GetBytes(size), .. new byte[8],
        .. Encoding.Unicode.GetBytes(type + "\0" + name + "\0()\0"),
    ];
}

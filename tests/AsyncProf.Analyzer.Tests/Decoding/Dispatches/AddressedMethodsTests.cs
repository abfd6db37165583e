using AsyncProf.Budgets;
using AsyncProf.Decoding.Dispatches;
using static AsyncProf.Analyzer.Tests.Decoding.Dispatches.RuntimePayload;

namespace AsyncProf.Analyzer.Tests.Decoding.Dispatches;

/// <summary>Which IL belongs to code: of a method that was compiled twice, each time its own.</summary>
public class AddressedMethodsTests
{
    private const int MapListedAtEnd = 150, MapLoaded = 190;

    private readonly AddressedMethods _methods = new(new MemoryBudget(MemoryBudget.DefaultLimit).Open()) { KeepsMaps = true };

    [Fact]
    public void OffsetAt_OfMethodsListedAtTheEnd_IsThatOfTheMapBeforeEach()
    {
        foreach ((ulong start, int il) in new[] { (0x1000ul, 10), (0x2000ul, 20) })
        {
            _methods.Take(Rundown, MapListedAtEnd, Map((-2, 0), (0, 4), (il, 8), (-1, 30)));
            _methods.Take(Rundown, MethodListedAtEnd, Method(7, start, 0x100, 1, "Shop.Orders", "Get"));
        }

        Assert.Equal([-1, 0, 10, 10, -1], new ulong[] { 0x1000, 0x1004, 0x1008, 0x1010, 0x1020 }.Select(_methods.OffsetAt));
        Assert.Equal(20, _methods.OffsetAt(0x2008));
        Assert.Equal(-1, _methods.OffsetAt(0x10));
    }

    [Fact]
    public void OffsetAt_OfAMethodThatIsLoaded_IsThatOfTheMapBehindIt()
    {
        _methods.Take(Runtime, MethodLoaded, Method(7, 0x1000, 0x100, 1, "Shop.Orders", "Get"));
        _methods.Take(Runtime, MapLoaded, Map((5, 0)));

        Assert.Equal(5, _methods.OffsetAt(0x1040));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(18)]
    [InlineData(22)]
    public void Take_AMapThatIsCutShort_LeavesItOut(int length)
    {
        _methods.Take(Rundown, MapListedAtEnd, Map((5, 0), (6, 8))[..length]);
        _methods.Take(Rundown, MethodListedAtEnd, Method(7, 0x1000, 0x100, 1, "Shop.Orders", "Get"));

        Assert.Equal(-1, _methods.OffsetAt(0x1004));
    }

    [Fact]
    public void Take_WhereNobodyWantsLines_KeepsNoMaps()
    {
        var methods = new AddressedMethods(new MemoryBudget(MemoryBudget.DefaultLimit).Open());
        methods.Take(Rundown, MapListedAtEnd, Map((5, 0)));
        methods.Take(Rundown, MethodListedAtEnd, Method(7, 0x1000, 0x100, 1, "Shop.Orders", "Get"));

        Assert.Equal(-1, methods.OffsetAt(0x1004));
    }

    private static byte[] Map(params (int IL, int Native)[] entries) =>
    [
        .. BitConverter.GetBytes(1ul), .. BitConverter.GetBytes(0ul), 0, .. BitConverter.GetBytes((ushort)entries.Length),
        .. entries.SelectMany(entry => BitConverter.GetBytes(entry.IL)), .. entries.SelectMany(entry => BitConverter.GetBytes(entry.Native)), 0, 0,
    ];
}

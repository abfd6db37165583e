using AsyncProf.Budgets;
using AsyncProf.Decoding.Dispatches;
using AsyncProf.Events;
using AsyncProf.Events.Tpl;
using static AsyncProf.Analyzer.Tests.Decoding.Dispatches.RuntimePayload;

namespace AsyncProf.Analyzer.Tests.Decoding.Dispatches;

public class DispatchNamesTests
{
    private const string Unknown = "Async: (unknown method)";

    private readonly NameTable _names = new();
    private readonly AddressedMethods _methods = new(new MemoryBudget(MemoryBudget.DefaultLimit).Open());

    public DispatchNamesTests() => _methods.Take(Rundown, ModuleListedAtEnd, Module(7, "/app/Shop.Core.dll"));

    [Theory]
    [InlineData("Shop.Orders", "Shop.Orders")]
    [InlineData("Shop.Orders+Inner", "Shop.Orders+Inner")]
    [InlineData("Shop.Cache`1+Inner[System.__Canon]", "Shop.Cache`1+Inner")]
    [InlineData("Shop.Cache`2[System.Int32,System.Collections.Generic.List`1[System.Int32]]", "Shop.Cache`2")]
    public void Resolve_OfAMethod_NamesItAsReflectionDoes(string told, string type)
    {
        _methods.Take(Rundown, MethodListedAtEnd, Method(7, 0x1000, 0x100, 0x06000012, told, "GetAsync"));

        Assert.Equal((TplTaskName.OfMethod("Shop.Core", type, "GetAsync", 0x06000012), DispatchFrameKind.Method), Resolve(0x1050));
    }

    [Theory]
    [InlineData(0xFFFL, false)]
    [InlineData(0x1000L, true)]
    [InlineData(0x1100L, true)] // an await may be its last call
    [InlineData(0x1101L, false)]
    [InlineData(-1L, false)]
    public void Resolve_OfAnAddress_FindsTheMethodItLiesIn(long address, bool isThere)
    {
        _methods.Take(Runtime, MethodLoaded, Method(7, 0x1000, 0x100, 1, "Shop.Orders", "GetAsync"));

        Assert.Equal((isThere ? TplTaskName.OfMethod("Shop.Core", "Shop.Orders", "GetAsync", 1) : Unknown, DispatchFrameKind.Method), Resolve(address));
    }

    [Fact]
    public void Resolve_OfTheRuntimesOwn_IsPlumbing()
    {
        _methods.Take(Rundown, MethodListedAtEnd, Method(7, 0x1000, 0x100, 1, "System.Runtime.CompilerServices.AsyncHelpers", "TransparentAwait"));

        Assert.Equal(("", DispatchFrameKind.Plumbing), Resolve(0x1010));
    }

    [Fact]
    public void Resolve_OfAMethodOfAModuleThatWasNotTold_IsUnknown()
    {
        _methods.Take(Rundown, MethodListedAtEnd, Method(8, 0x1000, 0x100, 1, "Shop.Orders", "GetAsync"));

        Assert.Equal((Unknown, DispatchFrameKind.Method), Resolve(0x1010));
    }

    [Fact]
    public void Take_OfAMethodAtTheSamePlace_BelievesTheNewer()
    {
        _methods.Take(Runtime, MethodLoaded, Method(7, 0x1000, 0x100, 1, "Shop.Orders", "GetAsync"));
        _methods.Take(Rundown, MethodListedAtEnd, Method(7, 0x1000, 0x200, 2, "Shop.Orders", "PutAsync"));

        Assert.Equal(TplTaskName.OfMethod("Shop.Core", "Shop.Orders", "PutAsync", 2), Resolve(0x1180).Name);
    }

    [Fact]
    public void Take_OfPayloadsCutShort_ThrowsNothing()
    {
        byte[] method = Method(7, 0x1000, 0x100, 1, "Shop.Orders", "GetAsync"), module = Module(7, "/app/Shop.Core.dll");
        for (int length = 0; length < method.Length; length++)
            _methods.Take(Runtime, MethodLoaded, method.AsSpan(0, length));
        for (int length = 0; length < module.Length; length++)
            _methods.Take(Runtime, ModuleLoaded, module.AsSpan(0, length));
    }

    private (string Name, DispatchFrameKind Kind) Resolve(long address)
    {
        AsyncEvent frame = AsyncEvent.DispatchFrame(1, address);
        new DispatchNames(_methods, _names).Resolve(ref frame);
        Assert.Equal((0, 0), (frame.TaskId, frame.OtherId));
        return (frame.Extra == NameTable.NoneId ? "" : _names[frame.Extra], (DispatchFrameKind)frame.Detail);
    }
}

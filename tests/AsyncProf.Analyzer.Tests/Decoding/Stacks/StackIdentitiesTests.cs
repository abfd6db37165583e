using AsyncProf.Decoding.Stacks;
using AsyncProf.Events;
using AsyncProf.Events.Tpl;

namespace AsyncProf.Analyzer.Tests.Decoding.Stacks;

public class StackIdentitiesTests
{
    private const long Second = 1_000;
    private const ulong System = 100, Orders = 200, Cache = 300, Helper = 400, Nowhere = 900;

    private readonly SampledStacks _samples = new();
    private readonly NameTable _names = new();

    public StackIdentitiesTests()
    {
        _samples.Methods.AddModule(1, "Shop");
        _samples.Methods.Add(new MethodRange(System, 50, 0, null, true));
        _samples.Methods.Add(new MethodRange(Orders, 50, 1, "Shop.Orders+<GetAsync>d__1", false));
        _samples.Methods.Add(new MethodRange(Cache, 50, 1, "Shop.Cache`1+<GetAsync>d__1", false));
        _samples.Methods.Add(new MethodRange(Helper, 50, 0, null, false));
    }

    [Fact]
    public void NameOf_AnOperationThatWasSeen_IsThatOfTheFirstMoveNext()
    {
        _samples.Add(7, 5_000, [System, System + 1, Orders + 9, System, Helper, Cache + 1]);

        Assert.Equal(TplTaskName.Qualify("Async: <GetAsync>d__1", "Shop", "Shop.Orders+<GetAsync>d__1"), NameOf(7, 5_001, "Async: <GetAsync>d__1"));
    }

    [Theory]
    [InlineData(8, 5_000)] // another task
    [InlineData(7, 7_000)] // a later user of its id
    public void NameOf_AnOperationThatWasNot_StaysShort(int taskId, long timestamp)
    {
        _samples.Add(7, 5_000, [System, Orders]);

        Assert.Equal("Async: <GetAsync>d__1", NameOf(taskId, timestamp, "Async: <GetAsync>d__1"));
    }

    [Theory]
    [InlineData(System, Nowhere, Orders)] // the operation's own may be the one that nobody knows
    [InlineData(System, Helper, System)] // none
    public void NameOf_AnOperationWhoseStackDoesNotTell_StaysShort(ulong leaf, ulong next, ulong last)
    {
        _samples.Add(7, 5_000, [leaf, next, last]);

        Assert.Equal("Async: <GetAsync>d__1", NameOf(7, 5_000, "Async: <GetAsync>d__1"));
    }

    [Fact]
    public void NameOf_AnOperationOfAnotherName_StaysShort()
    {
        _samples.Add(7, 5_000, [System, Orders]);

        Assert.Equal("Async: <SetAsync>d__1", NameOf(7, 5_000, "Async: <SetAsync>d__1"));
        Assert.Equal("Async: GetAsync>d__1", NameOf(7, 5_000, "Async: GetAsync>d__1"));
    }

    [Fact]
    public void NameOf_ADelegate_IsOfTheMethodThatItWasWrittenIn()
    {
        _samples.Add(7, 5_000, [System, Orders]);
        _samples.Add(8, 5_000, [System, Helper, Orders]); // made by something that it called

        Assert.EndsWith("Shop.Orders+<GetAsync>d__1", NameOf(7, 5_000, "Task: <GetAsync>b__0"), StringComparison.Ordinal);
        Assert.Equal("Task: <SetAsync>b__0", NameOf(7, 5_000, "Task: <SetAsync>b__0"));
        Assert.Equal("Task: <GetAsync>b__0", NameOf(8, 5_000, "Task: <GetAsync>b__0"));
    }

    [Fact]
    public void NameOf_ADelegateOfAnExplicitImplementation_IsOfThatMethod()
    {
        _samples.Methods.Add(new MethodRange(700, 50, 1, "Shop.Cache`1+<Shop-ICache-GetAsync>d__1", false));
        _samples.Add(7, 5_000, [System, 700]);

        Assert.EndsWith("d__1", NameOf(7, 5_000, "Task: <Shop.ICache.GetAsync>b__0"), StringComparison.Ordinal);
    }

    [Fact]
    public void NameOf_AMethodThatIsToldOnlyLater_IsFoundThen()
    {
        _samples.Add(7, 5_000, [System, 600]);
        var identities = new StackIdentities(_samples, _names, Second);
        int name = _names.Intern("Async: <GetAsync>d__1");

        Assert.Equal(name, identities.NameOf(7, 5_000, name));
        _samples.Methods.Add(new MethodRange(600, 50, 1, "Shop.Cache`1+<GetAsync>d__1", false));

        Assert.NotEqual(name, identities.NameOf(7, 5_000, name));
    }

    private string NameOf(int taskId, long timestamp, string name) =>
        _names[new StackIdentities(_samples, _names, Second).NameOf(taskId, timestamp, _names.Intern(name))];
}

using AsyncProf.Symbols.Awaits;
using AsyncProf.Symbols.Code;

namespace AsyncProf.Core.Tests.Symbols.Awaits;

public sealed class ModuleCodesTests : IDisposable
{
    private const string Type = "AsyncProf.Core.Tests.Symbols.Awaits.AwaitingShapes";

    private static readonly string Name = typeof(ModuleCodesTests).Assembly.GetName().Name!;

    private readonly ModuleCodes _codes = new();

    public void Dispose() => _codes.Dispose();

    [Fact]
    public void Find_OfAMethodTwice_ReadsItOnce()
    {
        _codes.Add(Name, typeof(ModuleCodesTests).Assembly.Location);
        string machine = typeof(AwaitingShapes).GetNestedTypes(System.Reflection.BindingFlags.NonPublic).Single(type => type.Name.StartsWith("<OneSilent>", StringComparison.Ordinal)).FullName!;

        AsyncCode code = _codes.Find(Name, machine)!;

        Assert.Equal("OneSilent", code.Method);
        Assert.Same(code, _codes.Find(Name, machine));
        Assert.Null(_codes.Find(Name, machine + "x"));
        Assert.Equal(typeof(ModuleCodesTests).Module.ModuleVersionId, _codes.Module(Name)!.Mvid);
    }

    [Fact]
    public void Add_OfAnAssemblyTwice_BelievesTheFirst()
    {
        _codes.Add(Name, typeof(ModuleCodesTests).Assembly.Location);
        _codes.Add(Name, typeof(object).Assembly.Location);

        Assert.False(_codes.IsReadyToRun(Name));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/no/such/file.dll")]
    [InlineData("/dev/null")]
    [InlineData("a\0b")]
    public void Find_InWhatIsNoModule_IsUnknown(string path)
    {
        _codes.Add("Gone", path);

        Assert.Null(_codes.Find("Gone", "N.C+<M>d__0"));
        Assert.Null(_codes.Module("Gone"));
        Assert.Null(_codes.Module("NeverAdded"));
        Assert.False(_codes.IsReadyToRun("Gone"));
        Assert.Null(_codes.PassesOn(new CalledMethod("Gone.C", "M", IsVirtual: false)));
    }

    [Fact]
    public void PassesOn_AMethodThatDoesNothingElse_IsWhatItPassesOn()
    {
        _codes.Add(Name, typeof(ModuleCodesTests).Assembly.Location);

        Assert.Equal(new CalledMethod(Type, "NoneSilent", IsVirtual: false), _codes.PassesOn(new CalledMethod(Type, "Through", IsVirtual: false)));
        Assert.Null(_codes.PassesOn(new CalledMethod(Type, "NoneSilent", IsVirtual: false)));
        Assert.Null(_codes.PassesOn(new CalledMethod("Other.Type", "Through", IsVirtual: false)));
        Assert.Null(_codes.PassesOn(new CalledMethod("", "x", IsVirtual: false)));
    }

    [Fact]
    public async Task Find_FromManyThreads_IsTheSameForAll()
    {
        _codes.Add(Name, typeof(ModuleCodesTests).Assembly.Location);
        string[] machines = [.. typeof(AwaitingShapes).GetNestedTypes(System.Reflection.BindingFlags.NonPublic).Where(type => type.Name.Contains(">d", StringComparison.Ordinal)).Select(type => type.FullName!)];

        AsyncCode?[][] found = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => machines.Select(machine => _codes.Find(Name, machine)).ToArray())));

        Assert.All(found, codes => Assert.Equal(found[0], codes));
        Assert.DoesNotContain(null, found[0]);
    }
}

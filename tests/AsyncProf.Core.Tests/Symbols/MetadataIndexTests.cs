using System.Reflection.Metadata;
using System.Runtime.CompilerServices;
using AsyncProf.Events;
using AsyncProf.Events.Tpl;
using AsyncProf.Symbols;
using AsyncProf.Symbols.Metadata;
using AsyncProf.Testing.Twins;

namespace AsyncProf.Core.Tests.Symbols;

/// <summary>The names of what this very assembly defines.</summary>
public partial class MetadataIndexTests
{
    private readonly NameTable _names = new();
    private readonly MethodTable _methods;

    public unsafe MetadataIndexTests()
    {
        var index = new MetadataIndex();
        Assert.True(typeof(MetadataIndexTests).Assembly.TryGetRawMetadata(out byte* blob, out int length));
        index.Add(new MetadataReader(blob, length));
        _methods = new MethodTable(_names, index);
    }

    [Theory]
    [InlineData(nameof(Shapes.PlainAsync), "AsyncProf.Core.Tests.Symbols.Shapes.PlainAsync")]
    [InlineData(nameof(Shapes.GenericAsync), "AsyncProf.Core.Tests.Symbols.Shapes.GenericAsync")]
    [InlineData(nameof(Shapes.IterateAsync), "AsyncProf.Core.Tests.Symbols.Shapes.IterateAsync")]
    [InlineData("<WithLocal>g__LocalAsync|", "AsyncProf.Core.Tests.Symbols.Shapes.WithLocal.LocalAsync")]
    [InlineData("<OneLambda>b__", "AsyncProf.Core.Tests.Symbols.Shapes.OneLambda.lambda")]
    public void Resolve_OfEachShape_IsCanonical(string method, string expected)
    {
        string machine = Machines(typeof(Shapes)).Single(name => name.Contains($"<{method}", StringComparison.Ordinal));

        Assert.Equal(expected, Resolve("Async: " + machine).DisplayName);
    }

    [Fact]
    public void Resolve_AnExplicitImplementationAsReflectionWritesIt_HasItsType()
    {
        string machine = Machines(typeof(ExplicitShapes.Map<>)).Single();

        Assert.Contains("\\", machine, StringComparison.Ordinal);
        Assert.Equal("AsyncProf.Core.Tests.Symbols.ExplicitShapes.Map`1.IMap<Int32, T>.FindAsync", Resolve("Async: " + machine).DisplayName);
    }

    [Fact]
    public void Resolve_Overloads_ShowTheirParameters()
    {
        IEnumerable<string> names = Machines(typeof(Shapes)).Where(name => name.StartsWith("<TwiceAsync>", StringComparison.Ordinal))
            .Select(machine => Resolve("Async: " + machine).DisplayName);

        Assert.Equal(
            ["AsyncProf.Core.Tests.Symbols.Shapes.TwiceAsync(List<int>, string)", "AsyncProf.Core.Tests.Symbols.Shapes.TwiceAsync(int)"],
            names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Resolve_SeveralLambdasOfOneMethod_AreNumberedInOrder()
    {
        IEnumerable<string> names = Machines(typeof(Shapes)).Where(name => name.Contains("<TwoLambdas>b__", StringComparison.Ordinal))
            .OrderBy(name => name, StringComparer.Ordinal).Select(machine => Resolve("Async: " + machine).Name);

        Assert.Equal(["TwoLambdas.lambda#1", "TwoLambdas.lambda#2"], names);
    }

    [Fact]
    public void Resolve_Iterator_IsKnownAsOne()
    {
        string machine = Machines(typeof(Shapes)).Single(name => name.StartsWith("<IterateAsync>", StringComparison.Ordinal));

        Assert.True(_methods.IsIterator(_names.Intern("Async: " + machine)));
        Assert.False(_methods.IsIterator(_names.Intern("Async: " + Machines(typeof(Shapes)).Single(name => name.StartsWith("<PlainAsync>", StringComparison.Ordinal)))));
    }

    [Fact]
    public void Resolve_NameOfTwoTypes_IsAmbiguousUnlessTheTypeIsGiven()
    {
        string machine = Assert.Single(Machines(typeof(TwinOne)));
        Assert.Equal(machine, Assert.Single(Machines(typeof(TwinTwo))));

        var twins = new TwinMethods();
        Assert.Equal("SameAsync (ambiguous)", twins.Table[twins.Table.Resolve(twins.Short)].DisplayName);
        Assert.Equal(typeof(TwinTwo).FullName + ".SameAsync", twins.Table[twins.Table.Resolve(twins.Two)].DisplayName);
    }

    [Fact]
    public void Resolve_MethodGroup_IsFoundByName() =>
        Assert.Equal("AsyncProf.Core.Tests.Symbols.Shapes.OnlyOnePlainMethod", Resolve("Task: OnlyOnePlainMethod").DisplayName);

    [Fact]
    public unsafe void Find_ANameThatALaterModuleHasToo_IsOfBoth()
    {
        var index = new MetadataIndex();
        foreach (Type type in (Type[])[typeof(MetadataIndexTests), typeof(MetadataIndex), typeof(MetadataIndex)])
        {
            Assert.True(type.Assembly.TryGetRawMetadata(out byte* blob, out int length));
            index.Add(new MetadataReader(blob, length));
            Assert.Equal(type == typeof(MetadataIndex), index.Find(nameof(MetadataIndex.AmbiguousMachines), isDelegate: true) is [{ Type: "AsyncProf.Symbols.Metadata.MetadataIndex" }]);
        }
    }

    [Theory]
    [InlineData("GroupOne", "AsyncProf.Core.Tests.Symbols.MetadataIndexTests.GroupOne.Load")]
    [InlineData("GroupOne+<GoAsync>d__1", "AsyncProf.Core.Tests.Symbols.MetadataIndexTests.GroupOne.Load")] // started in a state machine
    [InlineData("Starter", "Load (ambiguous)")] // a helper that has none of that name
    [InlineData("GroupVirtual", "Load (ambiguous)")] // it may be an override
    public void Resolve_MethodGroupOfTwoTypes_IsThatOfTheTypeThatStartsIt(string starter, string expected)
    {
        Assert.Equal("Load (ambiguous)", Resolve("Task: Load").DisplayName);

        string type = $"{typeof(MetadataIndexTests).FullName}+{starter}";
        Assert.Equal(expected, Resolve(TplTaskName.Qualify("Task: Load", typeof(MetadataIndexTests).Assembly.GetName().Name!, type)).DisplayName);
    }

    [Theory]
    [InlineData("Async: <Elsewhere>d__9", "Elsewhere")]
    [InlineData("Async: ", "")]
    [InlineData("Task: <X>b__0_1", "X.lambda")]
    [InlineData("", "(begun before recording)")]
    public void Resolve_OfWhatNoModuleDefines_IsTheShortName(string name, string expected) => Assert.Equal(expected, Resolve(name).DisplayName);

    private static IEnumerable<string> Machines(Type type) =>
        type.GetNestedTypes(System.Reflection.BindingFlags.NonPublic)
            .SelectMany(nested => nested.Name.StartsWith("<>c", StringComparison.Ordinal) ? nested.GetNestedTypes(System.Reflection.BindingFlags.NonPublic) : [nested])
            .Where(nested => nested.GetInterfaces().Any(i => i == typeof(IAsyncStateMachine)))
            .Select(nested => nested.Name);

    private MethodName Resolve(string name) => _methods[_methods.Resolve(_names.Intern(name))];

    private static class GroupOne
    {
        public static void Load()
        {
        }
    }

    private class GroupVirtual
    {
        public virtual void Load()
        {
        }
    }
}

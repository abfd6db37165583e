using System.Reflection.Metadata;
using AsyncProf.Symbols.Awaits;
using AsyncProf.Symbols.Metadata;

namespace AsyncProf.Core.Tests.Symbols;

/// <summary>State machines and lambdas of Visual Basic.</summary>
public sealed class VisualBasicTests : IDisposable
{
    private const string Space = "AsyncProf.VisualBasicShapes.";

    private readonly ModuleCodes _codes = new();
    private readonly MetadataReader _reader;

    public unsafe VisualBasicTests()
    {
        Assert.True(typeof(VisualBasicShapes.Orders).Assembly.TryGetRawMetadata(out byte* blob, out int length));
        _reader = new MetadataReader(blob, length);
        _codes.Add(typeof(VisualBasicShapes.Orders).Assembly.GetName().Name!, typeof(VisualBasicShapes.Orders).Assembly.Location);
    }

    public void Dispose() => _codes.Dispose();

    [Fact]
    public void Machines_OfLambdas_AreOfTheMethodTheyAreWrittenIn() =>
        Assert.Equal(
            [
                "Customers.LoadAsync", "Customers.RunAsync", "Orders.LoadAsync", "Orders.LoadAsync.lambda", "Orders.RunAsync",
                "Repository`1.Later.lambda#1", "Repository`1.Later.lambda#2", "Repository`1.SumAsync", "Repository`1.SumAsync.lambda#1", "Repository`1.SumAsync.lambda#2",
            ],
            Index(new ModuleMakers(_codes, typeof(VisualBasicShapes.Orders).Assembly.GetName().Name!, typeof(VisualBasicShapes.Orders).Module.ModuleVersionId))
                .Machines().Select(Short).Order(StringComparer.Ordinal));

    [Fact]
    public void Machines_OfLambdasWithoutCode_AreNumberedWithinTheirType() =>
        Assert.Equal(
            ["Orders.lambda#1", "Repository`1.lambda#1", "Repository`1.lambda#2", "Repository`1.lambda#3", "Repository`1.lambda#4"],
            Index(null).Machines().Select(Short).Where(name => name.Contains("lambda", StringComparison.Ordinal)).Order(StringComparer.Ordinal));

    [Fact]
    public void Find_ADelegate_IsThatOfTheMachine()
    {
        MetadataIndex index = Index(new ModuleMakers(_codes, typeof(VisualBasicShapes.Orders).Assembly.GetName().Name!, typeof(VisualBasicShapes.Orders).Module.ModuleVersionId));
        string lambda = typeof(VisualBasicShapes.Orders).GetNestedTypes(System.Reflection.BindingFlags.NonPublic).SelectMany(type => type.GetMethods(System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Instance))
            .Single(method => method.Name.StartsWith("_Lambda$__", StringComparison.Ordinal)).Name;

        Assert.Contains("Orders.LoadAsync.lambda", index.Find(lambda, isDelegate: true).Select(Short));
    }

    private static string Short(MethodName method) => method.DisplayName.StartsWith(Space, StringComparison.Ordinal) ? method.DisplayName[Space.Length..] : method.DisplayName;

    private MetadataIndex Index(IMakerSearch? makers)
    {
        var index = new MetadataIndex();
        index.Add(_reader, makers);
        return index;
    }
}

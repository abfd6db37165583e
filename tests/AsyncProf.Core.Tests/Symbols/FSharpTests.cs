using System.Reflection.Metadata;
using AsyncProf.Symbols.Awaits;
using AsyncProf.Symbols.Metadata;

namespace AsyncProf.Core.Tests.Symbols;

/// <summary>Task expressions of F#: their state machines have names of another kind.</summary>
public sealed class FSharpTests : IDisposable
{
    private const string Space = "AsyncProf.FSharpShapes.";

    private readonly ModuleCodes _codes = new();
    private readonly MetadataReader _reader;

    public unsafe FSharpTests()
    {
        Assert.True(typeof(FSharpShapes.Shapes).Assembly.TryGetRawMetadata(out byte* blob, out int length));
        _reader = new MetadataReader(blob, length);
        _codes.Add(typeof(FSharpShapes.Shapes).Assembly.GetName().Name!, typeof(FSharpShapes.Shapes).Assembly.Location);
    }

    public void Dispose() => _codes.Dispose();

    [Fact]
    public void Machines_OfTaskExpressions_AreOfTheMethodsThatMakeThem() =>
        Assert.Equal(
            [
                "Shapes.Orders.FindAsync", "Shapes.Store.LoadAsync", "Shapes.Users`1.FindAsync(TUser)", "Shapes.Users`1.FindAsync(int)", "Shapes.Users`1.Refresh",
                "Shapes.backgroundAsync", "Shapes.eitherAsync#1", "Shapes.eitherAsync#2", "Shapes.inner", "Shapes.loopAsync", "Shapes.outerAsync", "Shapes.sleepAsync",
                "Shapes.withinAsync", "Shapes.withinAsync.task", "Stores.Store.IStore.SaveAsync", "Stores.Store.SaveAsync",
            ],
            Names(new ModuleMakers(_codes, typeof(FSharpShapes.Shapes).Assembly.GetName().Name!, typeof(FSharpShapes.Shapes).Module.ModuleVersionId)));

    [Fact]
    public void Machines_WithoutCode_AreToldApartAllTheSame()
    {
        string[] names = Names(null);

        Assert.Equal(names.Distinct(), names);
        Assert.Contains("Shapes.Store.LoadAsync", names); // no other type has a method of this name
        Assert.Contains("Shapes.FindAsync#1", names);
    }

    [Fact]
    public void Makers_OfAnotherBuild_AreUnknown() =>
        Assert.Empty(new ModuleMakers(_codes, typeof(FSharpShapes.Shapes).Assembly.GetName().Name!, Guid.NewGuid()).Find(new HashSet<EntityHandle>(_reader.TypeDefinitions.Select(handle => (EntityHandle)handle))));

    private string[] Names(IMakerSearch? makers)
    {
        var index = new MetadataIndex();
        index.Add(_reader, makers);
        return [.. index.Machines().Select(method => method.DisplayName).Select(name => name.StartsWith(Space, StringComparison.Ordinal) ? name[Space.Length..] : name).Order(StringComparer.Ordinal)];
    }
}

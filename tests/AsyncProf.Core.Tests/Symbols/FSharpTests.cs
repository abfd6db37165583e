using System.Reflection.Metadata;
using AsyncProf.Events;
using AsyncProf.Symbols;
using AsyncProf.Symbols.Metadata;

namespace AsyncProf.Core.Tests.Symbols;

/// <summary>Task expressions of F#: their state machines have names of another kind.</summary>
public class FSharpTests
{
    private readonly NameTable _names = new();
    private readonly MethodTable _methods;
    private readonly MetadataReader _reader;

    public unsafe FSharpTests()
    {
        var index = new MetadataIndex();
        Assert.True(typeof(FSharpShapes.Shapes).Assembly.TryGetRawMetadata(out byte* blob, out int length));
        _reader = new MetadataReader(blob, length);
        index.Add(_reader);
        _methods = new MethodTable(_names, index);
    }

    [Fact]
    public void Resolve_OfTaskExpressions_IsLegible()
    {
        IEnumerable<string> machines = _reader.TypeDefinitions.Select(_reader.GetTypeDefinition)
            .Where(type => type.GetInterfaceImplementations().Count > 0) // closures have names of the same form
            .Select(type => _reader.GetString(type.Name))
            .Where(name => CompilerNames.MethodOfFSharpMachine(name) is not null);

        Assert.Equal(
            [
                "AsyncProf.FSharpShapes.Shapes.LoadAsync", "AsyncProf.FSharpShapes.Shapes.backgroundAsync", "AsyncProf.FSharpShapes.Shapes.inner",
                "AsyncProf.FSharpShapes.Shapes.loopAsync", "AsyncProf.FSharpShapes.Shapes.outerAsync",
                "AsyncProf.FSharpShapes.Shapes.sleepAsync",
            ],
            machines.Select(name => _methods[_methods.Resolve(_names.Intern("Async: " + name))].DisplayName).Order(StringComparer.Ordinal));
    }
}

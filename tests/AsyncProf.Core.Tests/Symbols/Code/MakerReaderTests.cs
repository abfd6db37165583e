using System.Reflection.Metadata;
using AsyncProf.Symbols.Code;
using Microsoft.CodeAnalysis;

namespace AsyncProf.Core.Tests.Symbols.Code;

/// <summary>Which method makes what, told by its code.</summary>
public sealed class MakerReaderTests : IDisposable
{
    private const string Source = """
        class Made { public int X; public void Do() { X = 1; } }
        class Generic<T> { public T X; public void Do() { } }
        struct Plain { public int X; }
        class Twice { }
        class Never { }
        class C {
            object One() => new Made { X = 2 };
            int Two<T>(T t) { var made = new Generic<T> { X = t }; return made.GetHashCode(); }
            int Three() { Plain plain = default; plain.X = 3; return plain.X; }
            object Four() => new Twice();
            object Five() => new Twice();
            Action Six() => new Made().Do;
        }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("asyncprof-makers-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("Generic`1", "Two")]
    [InlineData("Plain", "Three")]
    [InlineData("Twice", null)] // two do
    [InlineData("Never", null)]
    [InlineData("Made", null)] // two do, and it itself
    [InlineData("Made.Do", "Six")]
    [InlineData("Generic`1.Do", null)]
    public void Makers_OfEachShape_IsTheMethodWhoseCodeMakesIt(string made, string? maker)
    {
        string path = Path.Combine(_folder, "made.dll");
        ShapesCompiler.Compile(Source, path, OptimizationLevel.Release);
        using ModuleCode module = ModuleCode.TryOpen(path)!;
        using var file = new ModuleFile(path);
        MetadataReader reader = file.Image.GetMetadataReader();
        EntityHandle handle = reader.TypeDefinitions.SelectMany(type => reader.GetTypeDefinition(type).GetMethods().Select(method => (EntityHandle)method).Append(type)).Single(one => Name(reader, one) == made);

        Assert.Equal(maker is null ? null : "C." + maker, module.Makers(new HashSet<EntityHandle> { handle })!.TryGetValue(handle, out MethodDefinitionHandle found) ? Name(reader, found) : null);
    }

    private static string Name(MetadataReader reader, EntityHandle handle) => handle.Kind == HandleKind.TypeDefinition
        ? reader.GetString(reader.GetTypeDefinition((TypeDefinitionHandle)handle).Name)
        : reader.GetMethodDefinition((MethodDefinitionHandle)handle) is var method ? $"{Name(reader, method.GetDeclaringType())}.{reader.GetString(method.Name)}" : "";
}

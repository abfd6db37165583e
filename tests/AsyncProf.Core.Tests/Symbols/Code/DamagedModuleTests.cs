using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using AsyncProf.Symbols.Code;
using Microsoft.CodeAnalysis;

namespace AsyncProf.Core.Tests.Symbols.Code;

/// <summary>Modules that are none, cut, or damaged: nothing is thrown, nothing hangs, and what is left is told.</summary>
public sealed class DamagedModuleTests : IDisposable
{
    private const string Source = """
        class Outer { class C {
            async Task M(ChannelReader<int> r) { try { await foreach (int i in r.ReadAllAsync()) await Task.Delay(i); } finally { await Task.Yield(); } }
            Task P() => M(null);
        } }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("asyncprof-code-").FullName;
    private readonly string _path;
    private readonly byte[] _bytes;

    public DamagedModuleTests()
    {
        _path = Path.Combine(_folder, "damaged.dll");
        ShapesCompiler.Compile(Source, _path, OptimizationLevel.Release);
        _bytes = File.ReadAllBytes(_path);
        Assert.Equal(4, Read()?.Awaits.Count);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void TryOpen_OfNoModule_IsNull()
    {
        Assert.Null(ModuleCode.TryOpen(Path.Combine(_folder, "missing.dll")));
        Assert.Null(ModuleCode.TryOpen(_folder));
        Assert.Null(ModuleCode.TryOpen(""));
        Assert.Null(ModuleCode.TryOpen("a\0b"));
        File.WriteAllText(_path, "MZ and nothing else");
        Assert.Null(ModuleCode.TryOpen(_path));
    }

    [Fact]
    public void Module_ThatIsCut_ThrowsNothing()
    {
        for (int length = 0; length < _bytes.Length; length += 37)
        {
            File.WriteAllBytes(_path, _bytes[..length]);
            Read();
        }
    }

    [Fact]
    public void Module_ThatIsReplacedAfterItWasOpened_TellsNothing()
    {
        using ModuleCode module = ModuleCode.TryOpen(_path)!;
        File.WriteAllBytes(_path, _bytes[..600]);

        Assert.Null(module.FindMachine("Outer+C+<M>d__0"));
        Assert.Null(module.PassesOn("Outer+C", "P"));
        Assert.Null(module.Makers(new HashSet<EntityHandle>()));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Module_WithRandomBytesAnywhere_ThrowsNothing(int seed)
    {
        var random = new Random(seed);
        for (int round = 0; round < 400; round++)
        {
            byte[] bytes = [.. _bytes];
            for (int i = random.Next(1, 20); i > 0; i--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            File.WriteAllBytes(_path, bytes);
            Read();
        }
    }

    [Fact]
    public void Body_OfRandomBytes_ThrowsNothing()
    {
        (int offset, int size) = BodyOf("<M>d__0");
        var random = new Random(3);
        int told = 0;
        for (int round = 0; round < 400; round++)
        {
            byte[] bytes = [.. _bytes];
            for (int i = round < 200 ? size : random.Next(1, 5); i > 0; i--)
                bytes[offset + random.Next(size)] = (byte)random.Next(256);
            File.WriteAllBytes(_path, bytes);
            told += Read() is null ? 0 : 1;
        }

        Assert.InRange(told, 1, 399);
    }

    [Fact]
    public void Types_NestedInThemselves_AreNotFound()
    {
        using (var image = new PEReader(new MemoryStream(_bytes)))
        {
            MetadataReader reader = image.GetMetadataReader();
            int table = image.PEHeaders.MetadataStartOffset + reader.GetTableMetadataOffset(TableIndex.NestedClass);
            for (int row = 0; row < reader.GetTableRowCount(TableIndex.NestedClass); row++)
                _bytes.AsSpan(table + (row * 4), 2).CopyTo(_bytes.AsSpan(table + (row * 4) + 2));
        }

        File.WriteAllBytes(_path, _bytes);

        Assert.Null(Read());
    }

    private AsyncCode? Read()
    {
        using ModuleCode? module = ModuleCode.TryOpen(_path);
        for (int token = 0x06000000; token < 0x06000010; token++)
            module?.PassesOn(token);
        module?.PassesOn("Outer+C", "P");
        module?.Makers(new HashSet<EntityHandle>(Enumerable.Range(1, 12).SelectMany(row => new EntityHandle[] { MetadataTokens.TypeDefinitionHandle(row), MetadataTokens.MethodDefinitionHandle(row) })));
        return module?.FindMachine("Outer+C+<M>d__0");
    }

    private (int Offset, int Size) BodyOf(string machine)
    {
        using var image = new PEReader(new MemoryStream(_bytes));
        MetadataReader reader = image.GetMetadataReader();
        TypeDefinition type = reader.TypeDefinitions.Select(reader.GetTypeDefinition).Single(definition => reader.StringComparer.Equals(definition.Name, machine));
        MethodDefinition method = type.GetMethods().Select(reader.GetMethodDefinition).Single(definition => reader.StringComparer.Equals(definition.Name, "MoveNext"));
        int section = image.PEHeaders.GetContainingSectionIndex(method.RelativeVirtualAddress);
        SectionHeader header = image.PEHeaders.SectionHeaders[section];
        int offset = method.RelativeVirtualAddress - header.VirtualAddress + header.PointerToRawData;
        return (offset + 12, image.GetMethodBody(method.RelativeVirtualAddress).GetILBytes()!.Length);
    }
}

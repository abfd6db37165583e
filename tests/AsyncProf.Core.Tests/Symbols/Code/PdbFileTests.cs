using AsyncProf.Symbols.Code;
using Microsoft.CodeAnalysis;

namespace AsyncProf.Core.Tests.Symbols.Code;

/// <summary>Where PDBs are found, and whose are taken.</summary>
public sealed class PdbFileTests : IDisposable
{
    private const string Source = "class C\n{\n    async Task M()\n    {\n        await Task.Yield();\n    }\n}";

    private readonly string _folder = Directory.CreateTempSubdirectory("asyncprof-code-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Lines_OfAnEmbeddedPdb_AreFound()
    {
        ShapesCompiler.Compile(Source, At("a.dll"), OptimizationLevel.Release, pdb: null);

        Assert.Equal((5, 5, "Shapes.cs"), Lines("a.dll"));
    }

    [Fact]
    public void Lines_OfAPdbBesideTheModule_AreFound()
    {
        ShapesCompiler.Compile(Source, At("a.dll"), OptimizationLevel.Release, At("other.pdb"));
        Directory.CreateDirectory(At("moved"));
        File.Move(At("a.dll"), At("moved/a.dll"));
        File.Move(At("other.pdb"), At("moved/other.pdb"));

        Assert.Equal((5, 5, "Shapes.cs"), Lines("moved/a.dll"));
    }

    [Fact]
    public void Lines_OfAPdbThatTheRecordNames_AreFound()
    {
        Directory.CreateDirectory(At("elsewhere"));
        ShapesCompiler.Compile(Source, At("a.dll"), OptimizationLevel.Release, At("elsewhere/a.pdb"));

        Assert.Equal((5, 5, "Shapes.cs"), Lines("a.dll"));
    }

    [Fact]
    public void Lines_WithThePdbOfAnotherModule_AreNone()
    {
        ShapesCompiler.Compile(Source, At("a.dll"), OptimizationLevel.Release, At("a.pdb"));
        ShapesCompiler.Compile("\n\n" + Source, At("b.dll"), OptimizationLevel.Release, At("b.pdb"));
        File.Copy(At("b.pdb"), At("a.pdb"), overwrite: true);

        Assert.Equal((0, 0, ""), Lines("a.dll"));
    }

    [Fact]
    public void Lines_WithNoPdb_AreNone()
    {
        ShapesCompiler.Compile(Source, At("a.dll"), OptimizationLevel.Release, pdb: "");

        Assert.Equal((0, 0, ""), Lines("a.dll"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no PDB at all")]
    public void Lines_WithADamagedPdb_AreNone(string content)
    {
        ShapesCompiler.Compile(Source, At("a.dll"), OptimizationLevel.Release, At("a.pdb"));
        File.WriteAllText(At("a.pdb"), content);

        Assert.Equal((0, 0, ""), Lines("a.dll"));
    }

    private string At(string name) => Path.Combine(_folder, name);

    private (int Begin, int Await, string File) Lines(string module)
    {
        using ModuleCode code = ModuleCode.TryOpen(At(module))!;
        AsyncCode machine = code.FindMachine("C+<M>d__0")!;
        return (machine.Line, machine.Awaits[0].Line, machine.Awaits[0].File);
    }
}

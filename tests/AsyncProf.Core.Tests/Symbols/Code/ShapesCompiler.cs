using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;

namespace AsyncProf.Core.Tests.Symbols.Code;

/// <summary>Compiles sources to modules on disk, with PDBs, as builds do.</summary>
internal static class ShapesCompiler
{
    private const string Usings = """
        global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq;
        global using System.Net.Sockets; global using System.Threading; global using System.Threading.Channels; global using System.Threading.Tasks;
        """;

    private static readonly MetadataReference[] References =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path))];

    /// <summary>Compiles one source, named <c>Shapes.cs</c>.</summary>
    /// <param name="source">The source.</param>
    /// <param name="path">The module to write.</param>
    /// <param name="level">Debug or Release.</param>
    /// <param name="pdb">Where the PDB goes: a path, null for inside the module, or an empty string for nowhere.</param>
    /// <param name="sourceLink">The Source Link of the PDB; null for none. Not of one inside the module.</param>
    /// <param name="isRuntimeAsync">Whether async methods have no state machine, and the runtime suspends them.</param>
    public static void Compile(string source, string path, OptimizationLevel level, string? pdb = null, bool isRuntimeAsync = false, string? sourceLink = null)
    {
        var options = new CSharpParseOptions(LanguageVersion.Preview);
        if (isRuntimeAsync)
            options = options.WithFeatures([new("runtime-async", "on")]);
        bool isProgram = source.StartsWith("await ", StringComparison.Ordinal);
        CSharpCompilation compilation = CSharpCompilation.Create(
            Path.GetFileNameWithoutExtension(path),
            [
                CSharpSyntaxTree.ParseText(SourceText.From(Usings, Encoding.UTF8), options, "Usings.cs"),
                CSharpSyntaxTree.ParseText(SourceText.From(source, Encoding.UTF8), options, "Shapes.cs"),
            ],
            References,
            new CSharpCompilationOptions(isProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary, optimizationLevel: level, allowUnsafe: true, specificDiagnosticOptions: [new("SYSLIB5007", ReportDiagnostic.Suppress)]));
        using FileStream image = File.Create(path);
        using Stream symbols = string.IsNullOrEmpty(pdb) ? new MemoryStream() : File.Create(pdb);
        EmitResult result = pdb is null
            ? compilation.Emit(image, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.Embedded))
            : compilation.Emit(image, symbols, sourceLinkStream: sourceLink is null ? null : new MemoryStream(Encoding.UTF8.GetBytes(sourceLink)), options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb, pdbFilePath: pdb.Length == 0 ? "none.pdb" : pdb));
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
    }
}

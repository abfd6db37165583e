using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncProf.Repository.Tests;

/// <summary>Which folder of <c>src</c> uses types of which other, as the compiler sees it: a <c>using</c> line would not tell.</summary>
internal static class SourceArrows
{
    /// <summary>For each pair of folders, one place where an arrow is drawn. Folders as <c>Core/Stitching/Tpl</c>.</summary>
    public static IReadOnlyDictionary<(string From, string To), string> Read(string source)
    {
        var options = new CSharpParseOptions(LanguageVersion.Latest);
        SyntaxTree[] trees = [.. Files(source).Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file), options, file))];
        var compilation = CSharpCompilation.Create("arrows", trees, [MetadataReference.CreateFromFile(typeof(object).Assembly.Location)]);
        var arrows = new Dictionary<(string From, string To), string>();
        foreach (SyntaxTree tree in trees)
        {
            SemanticModel model = compilation.GetSemanticModel(tree, ignoreAccessibility: true);
            string from = FolderOf(source, tree.FilePath);
            foreach (SimpleNameSyntax name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
            {
                if (model.GetSymbolInfo(name).Symbol is not INamedTypeSymbol { DeclaringSyntaxReferences: [{ SyntaxTree.FilePath: var file }, ..] } type)
                    continue;
                string to = FolderOf(source, file);
                if (to != from)
                    arrows.TryAdd((from, to), $"{Path.GetRelativePath(source, tree.FilePath)} uses {type.Name}");
            }
        }

        return arrows;
    }

    /// <summary>All folders that hold sources.</summary>
    public static IEnumerable<string> FoldersOf(string source) => Files(source).Select(file => FolderOf(source, file)).Distinct(StringComparer.Ordinal);

    private static IEnumerable<string> Files(string source) => Directory.EnumerateFiles(source, "*.cs", SearchOption.AllDirectories)
        .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"));

    private static string FolderOf(string source, string file) =>
        Path.GetRelativePath(source, Path.GetDirectoryName(file)!).Replace('\\', '/').Replace("AsyncProf.", "", StringComparison.Ordinal);
}

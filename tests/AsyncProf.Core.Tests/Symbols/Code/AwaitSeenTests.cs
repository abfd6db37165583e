using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using AsyncProf.Symbols.Code;
using Microsoft.CodeAnalysis;

namespace AsyncProf.Core.Tests.Symbols.Code;

/// <summary>Runs awaits of every shape, and compares what the code says of the place where each suspended with the truth.</summary>
public sealed class AwaitSeenTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("asyncprof-code-").FullName;
    private readonly ProbeListener _listener = new();

    public void Dispose()
    {
        _listener.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData(OptimizationLevel.Debug, false)]
    [InlineData(OptimizationLevel.Release, false)]
    [InlineData(OptimizationLevel.Release, true)] // collectible code has no tiers: it is optimised from its first call
    public async Task At_OfEveryAwaitThatSuspended_IsItsLineAndWhatItAwaits(OptimizationLevel level, bool isCollectible)
    {
        string path = Path.Combine(_folder, $"Shapes{level}{isCollectible}.dll");
        ShapesCompiler.Compile(await File.ReadAllTextAsync(SourcePath()), path, level);
        var context = new AssemblyLoadContext(path, isCollectible);
        using FileStream image = File.OpenRead(path);
        Assembly assembly = context.LoadFromStream(image);
        foreach (Type argument in new[] { typeof(int), typeof(string) })
            await RunAsync(assembly.GetType("AsyncProf.Core.Tests.Symbols.Code.AwaitShapes`1", throwOnError: true)!.MakeGenericType(argument));

        using ModuleCode module = ModuleCode.TryOpen(path)!;
        IReadOnlyList<SeenAwait> seen = AwaitProbe.SeenOf(assembly);
        Assert.Empty(seen.Where(one => !IsRight(module, one)).Select(one => $"{one} is {Describe(Find(module, one))}"));
        Assert.True(seen.Select(one => (one.Machine, one.Offset)).Distinct().Count() > 90, $"Only {seen.Count} awaits were seen.");
    }

    private static Task RunAsync(Type shapes) => (Task)shapes.GetMethod("All")!.Invoke(Activator.CreateInstance(shapes), null)!;

    private static bool IsRight(ModuleCode module, SeenAwait one) =>
        Find(module, one) is { } site && site.Line == one.Line && site.Candidates.Any(candidate => candidate.Name == one.Name)
        && Path.GetFileName(site.File) == "Shapes.cs";

    private static AwaitSite? Find(ModuleCode module, SeenAwait one)
    {
        Type type = one.Machine.IsGenericType ? one.Machine.GetGenericTypeDefinition() : one.Machine;
        return module.FindMachine(type.FullName!)?.At(one.Offset);
    }

    private static string Describe(AwaitSite? site) => site is null ? "nowhere" : $"{site} of {string.Join(" or ", site.Candidates)}";

    private static string SourcePath([CallerFilePath] string path = "") => Path.Combine(Path.GetDirectoryName(path)!, "AwaitShapes.cs");
}
